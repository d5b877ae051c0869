"""Why a comparison cannot be told as shares of people, in three languages."""

from deqi.core.labels import Label

CANNOT = {
    "no-baseline": Label(
        en="It cannot be told as people of 100: nobody says how many there are without it.",
        zh_hans="不能换算成100人中的人数：来源没有说不用它时有多少人。",
        zh_hant="不能換算成100人中的人數：來源沒有說不用它時有多少人。",
    ),
    "no-spread": Label(
        en="It cannot be told as people of 100: nobody says how far apart people's scores lie.",
        zh_hans="不能换算成100人中的人数：来源没有说各人评分相差多大。",
        zh_hant="不能換算成100人中的人數：來源沒有說各人評分相差多大。",
    ),
    "beyond": Label(
        en="It cannot be told as people of 100: this effect and this start do not fit together.",
        zh_hans="不能换算成100人中的人数：这个效应与这个起点不相配。",
        zh_hant="不能換算成100人中的人數：這個效應與這個起點不相配。",
    ),
}
