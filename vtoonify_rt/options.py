"""The options of the command line, and what they say of themselves in the help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from vtoonify_rt.config import NoFace, Surroundings

StyleOption = Annotated[
    str | None,
    typer.Option(
        metavar="STYLE",
        help="Which look, by id, name or place in its model; `vtoonify-rt styles` lists them.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(metavar="MODEL", help="Which model; `vtoonify-rt styles` lists them."),
]
SizeOption = Annotated[
    int | None,
    typer.Option(
        metavar="PIXELS",
        help="Pixels of the crop that the network sees, 128 to 1024: more is finer and slower. "
        "Default: as many as the model was made for; of the starter, for pictures, as many as the "
        "face has, up to 768.",
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
        help="How much of the style: 1 is all of it, 0 none; of the starter, the picture as it "
        "is. Default: the model's own.",
    ),
]
PaletteOption = Annotated[
    str | None,
    typer.Option(
        metavar="COLOURS",
        help='Other colours for a tone style, from dark to light: "#102030,#e0c0a0,#ffffff".',
    ),
]
ColorTransferOption = Annotated[
    bool | None,
    typer.Option(
        help="Whether colours are the style's own too, instead of the person's; for models that "
        "were trained for it, and their default.",
    ),
]
CropOnlyOption = Annotated[
    bool,
    typer.Option(
        "--crop-only",
        help="Write the crop around the face at the model's full resolution, as VToonify's "
        "program does, instead of pasting it back. A video is cropped as its first face asks, "
        "and begins there.",
    ),
]
ScaleOption = Annotated[
    bool,
    typer.Option(
        help="Scale the picture so that the eyes are 64 pixels apart. --no-scale stylizes the "
        "whole picture as it is, and nothing is pasted back.",
    ),
]
BatchSizeOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Frames of a video in work at a time, with --crop-only or --no-scale; fewer where "
        "the memory does not hold them. Default: 4.",
    ),
]
ParsingMapsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.npy",
        help="Parsing maps of the video by `vtoonify-rt smooth-parsing`, one for each frame that "
        "--crop-only or --no-scale stylizes.",
        readable=False,
    ),
]
OutputScaleOption = Annotated[
    int | None,
    typer.Option(
        metavar="4|2|1",
        help="Output pixels for each pixel that the network sees: fewer are quicker. "
        "Default: all that the model has.",
    ),
]
ParseEveryOption = Annotated[
    int,
    typer.Option(metavar="N", help="Parse the face on every n-th frame only; VToonify models."),
]
PaddingOption = Annotated[
    str | None,
    typer.Option(
        metavar="N or L R T B",
        help="How much is stylized around the eyes: pixels at an eye distance of 64, "
        "on all sides or left, right, top and bottom; 1200 takes in most pictures whole. "
        "Default: 200.",
    ),
]
FacesOption = Annotated[
    Literal["main", "all"] | None,
    typer.Option(
        metavar="main|all",
        help="Which faces of a video are stylized: the main one, or up to four. Default: main. "
        "In pictures it is always all of them.",
    ),
]
WholeOption = Annotated[
    bool,
    typer.Option(
        "--whole",
        help="Stylize all of the picture, whoever is in it: no face is looked for. For scenes.",
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
    Surroundings | None,
    typer.Option(
        help="What lies around the crop: stylized too, softly in a video, or as the camera saw "
        "it. Default: stylized.",
    ),
]
BackendOption = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="What runs the model, instead of the quickest that gives the right picture here: "
        "onnxruntime, openvino and others; `vtoonify-rt doctor` tries them. It is never replaced "
        "by another.",
    ),
]
VideoArgument = Annotated[
    Path, typer.Argument(metavar="VIDEO", help="The video.", show_default=False, readable=False)
]
MapsOption = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        metavar="MAPS.npy",
        help="The file to write. It is large: 12 MB for each frame of 400 x 400 pixels.",
        show_default=False,
    ),
]
WindowOption = Annotated[
    int,
    typer.Option(metavar="N", help="How many frames before and after each one steady it."),
]
CropOption = Annotated[
    bool,
    typer.Option("--crop", help="Make the maps for `stylize --crop-only` of the same video."),
]
