"""The options of the command line, and what they say of themselves in the help."""

from pathlib import Path
from typing import Annotated

import typer

from vtoonify_rt.config import NoFace, Surroundings

StyleOption = Annotated[
    str | None,
    typer.Option(metavar="STYLE", help="Which look; `vtoonify-rt styles` lists them."),
]
SizeOption = Annotated[
    int | None,
    typer.Option(
        metavar="PIXELS",
        help="Pixels of the crop that the network sees, 128 to 1024: more is finer and slower. "
        "Default: 384; for pictures as many as the face has, up to 768.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
InputsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT",
        help="Pictures, videos, or folders of them.",
        show_default=False,
        readable=False,  # one that may not be read must not keep the others from being done
    ),
]
OutputOption = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT",
        help="The file to write, or for several inputs a folder, which is made.",
        show_default=False,
    ),
]
DegreeOption = Annotated[
    float | None,
    typer.Option(
        metavar="NUMBER",
        help="How much of the style: 0 is the picture as it is, 1 all of it. "
        "Default: the model's own.",
    ),
]
PaletteOption = Annotated[
    str | None,
    typer.Option(
        metavar="COLOURS",
        help='Other colours for a tone style, from dark to light: "#102030,#e0c0a0,#ffffff".',
    ),
]
PaddingOption = Annotated[
    str,
    typer.Option(
        metavar="N or L R T B",
        help="How much is stylized around the eyes: pixels at an eye distance of 64, "
        "on all sides or left, right, top and bottom; 1200 takes in most pictures whole.",
    ),
]
NoFaceOption = Annotated[
    NoFace | None,
    typer.Option(
        help="What becomes of a picture, or a part of a video, without a face: all of it is "
        "stylized (whole), it is blurred (blur), or a video shows the last picture with a "
        "face (hold). Default: a file without any face is refused, and parts of a video are "
        "stylized whole.",
    ),
]
SurroundingsOption = Annotated[
    Surroundings,
    typer.Option(
        help="What lies around the crop: stylized too, softly in a video, or as the camera saw it."
    ),
]
