"""How it could work: the simulator with its sliders, and the model behind it. Nothing is stored."""
