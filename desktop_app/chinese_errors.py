"""The Chinese of the run time's error sentences.

The run time speaks English and knows no languages; here its sentences are recognised by their
pattern, and what it put in (`{...}`) is put into the Chinese. A sentence that is not known stays
English. Hints that name options of the command line are told as `window_hints` has them.
"""

from desktop_app.chinese_backends import BACKEND_SENTENCES, LAST_SENTENCES
from desktop_app.chinese_fetch import FETCH_SENTENCES
from desktop_app.chinese_files import FILE_SENTENCES
from desktop_app.chinese_looks import LOOK_SENTENCES
from desktop_app.chinese_others import OTHERS_SENTENCES
from desktop_app.chinese_recording import RECORDING_SENTENCES
from desktop_app.chinese_start import START_SENTENCES
from desktop_app.chinese_store import STORE_SENTENCES
from desktop_app.sentences import Sentences

_SENTENCES = {
    # Cameras and files
    "No camera was found": "未找到摄像头",
    "Plug one in, or play the sample clip": "请接上摄像头，或播放示例视频",
    "There is no camera {id}": "没有摄像头 {id}",
    "There are: {known}": "现有：{known}",
    "{name} cannot be opened": "无法打开 {name}",
    "Close other programs that use it, or plug it in again": "请关闭占用它的其他程序，或重新插拔",
    "There is no source {name}": "没有来源 {name}",
    "Give camera, camera:ID, sample, or the path of a video, a picture or a folder": (
        "请给出 camera、camera:ID、sample，或视频、图片、文件夹的路径"
    ),
    "{name} delivers pictures that are not 8-bit RGB ({size}, {type})": (
        "{name} 给出的画面不是 8 位 RGB（{size}，{type}）"
    ),
    "Choose another source": "请选择其他来源",
    "{path} does not exist": "{path} 不存在",
    "Check the name": "请检查名称",
    "{path} may not be read": "没有读取 {path} 的权限",
    "Check its permissions": "请检查其权限",
    "{path} is not a video that can be read ({reason})": "{path} 不是可以读取的视频（{reason}）",
    "Use an MP4, MOV, MKV or WebM file": "请使用 MP4、MOV、MKV 或 WebM 文件",
    "{path} has no picture track": "{path} 里没有画面",
    "Use a video file": "请使用视频文件",
    "{path} has no frame that can be read": "{path} 里没有可以读取的画面",
    "Try another file": "请换一个文件",
    "{path} is not a picture that can be read": "{path} 不是可以读取的图片",
    "Use a PNG, JPEG or WebP file": "请使用 PNG、JPEG 或 WebP 文件",
    "{path} is too large": "{path} 太大",
    "Make it smaller than {size} megapixels": "请缩小到 {size} 百万像素以内",
    "Nothing was recorded: no picture came": "没有录到任何画面",
    "Record again": "请重新录制",
    "{folder} has no pictures in it": "{folder} 里没有图片",
    "Choose a folder of PNG or JPEG files": "请选择含有 PNG 或 JPEG 文件的文件夹",
    "{folder} cannot be read ({reason})": "无法读取 {folder}（{reason}）",
    "Check it": "请检查",
    "Try another copy of it": "请换一个副本",
    # Settings
    "Your settings cannot be read ({reason})": "无法读取您的设置（{reason}）",
    "Your settings are damaged": "您的设置已损坏",
    "Your settings are of version {version}, which is not known here": (
        "您的设置属于本程序不认识的版本 {version}"
    ),
    "The app starts without them; they are kept as {path}": (
        "程序将以默认设置启动；原设置保存为 {path}"
    ),
    # Recordings and snapshots
    "Cannot write {path}: the disk is full": "无法写入 {path}：磁盘已满",
    "Cannot write {path}: the disk quota is used up": "无法写入 {path}：磁盘配额已用完",
    "Cannot write {path}: permission denied": "无法写入 {path}：没有权限",
    "Cannot write {path}: the disk is read-only": "无法写入 {path}：磁盘为只读",
    "Cannot write {path}: the folder does not exist": "无法写入 {path}：文件夹不存在",
    "Cannot write {path}: its folder is a file": "无法写入 {path}：所在文件夹其实是文件",
    "Cannot write {path}: it is a folder": "无法写入 {path}：它是文件夹",
    "Cannot write {path}: the name is too long": "无法写入 {path}：名称太长",
    "Cannot write {path}: it is as large as a file can be there": (
        "无法写入 {path}：文件已达到该磁盘允许的最大大小"
    ),
    "Cannot write {path}: {reason}": "无法写入 {path}：{reason}",
    "Free some space or choose another folder": "请腾出空间，或选择其他文件夹",
    "Choose a folder that you may write to": "请选择有写入权限的文件夹",
    "Choose another folder": "请选择其他文件夹",
    "Create it or choose another folder": "请新建它，或选择其他文件夹",
    "Record in parts or to another disk": "请分段录制，或录到其他磁盘",
    "Give a shorter name": "请使用较短的名称",
    "{folder} is a file": "{folder} 是文件",
    "Give a folder": "请给出文件夹",
    "Give a file name": "请给出文件名",
    "The folder {folder} cannot be made ({reason})": "无法新建文件夹 {folder}（{reason}）",
    "Make it, or free its disk": "请新建它，或腾出磁盘空间",
    "Recording {path} crashed": "录制 {path} 时出错",
    "Cannot write {path} as {kind} ({reason})": "无法将 {path} 写为 {kind}（{reason}）",
    "Use a .png file": "请使用 .png 文件",
    "Cannot write pictures named {name}": "无法写入名为 {name} 的图片",
    "Use a name that ends in .png, .jpg or .webp": "请使用以 .png、.jpg 或 .webp 结尾的名称",
    # Models and styles
    "There is no style '{style}'": "没有风格“{style}”",
    "There is no model '{model}'": "没有模型“{model}”",
    "Choose one of {known}, or import it first": "可选：{known}，或先导入它",
    "Model '{model}' has no output scale {scale}": "模型“{model}”没有输出倍率 {scale}",
    "Choose one of {known}": "可选：{known}",
    "Model '{model}' has styles {first} to {last}: {names} and {more} more": (
        "模型“{model}”有风格 {first} 至 {last}：{names} 等，另有 {more} 个"
    ),
    "Model '{model}' has styles {first} to {last}: {names}": (
        "模型“{model}”有风格 {first} 至 {last}：{names}"
    ),
    "Model '{model}' has style {only} only: {name}": "模型“{model}”只有风格 {only}：{name}",
    "The face model {name} is damaged: sha256 {found}, expected {expected}": (
        "人脸模型 {name} 已损坏：sha256 为 {found}，应为 {expected}"
    ),
    "The face model {name} cannot be read ({reason})": "无法读取人脸模型 {name}（{reason}）",
    "Install again": "请重新安装",
    "{name} of model '{model}' is damaged: sha256 {found}, expected {expected}": (
        "模型“{model}”的 {name} 已损坏：sha256 为 {found}，应为 {expected}"
    ),
    "Model '{model}' lacks {name} ({reason})": "模型“{model}”缺少 {name}（{reason}）",
    "{folder} is not a model folder: no {manifest} can be read ({reason})": (
        "{folder} 不是模型文件夹：无法读取 {manifest}（{reason}）"
    ),
    "Choose a folder that the exporter wrote": "请选择由导出工具生成的文件夹",
    "{path} is not a graph that this version runs ({reason})": (
        "此版本无法运行 {path}（{reason}）"
    ),
    "The graph's inputs are {inputs}, not picture and conditioning": (
        "模型的输入是 {inputs}，而不是画面和条件"
    ),
    "Export the model again": "请重新导出模型",
    "Install the model again": "请重新安装模型",
    "{file} is not what is wanted here: it is {kind}": "{file} 不是这里需要的文件：它是 {kind}",
    "Choose {known} instead": "请改选 {known}",
    "{file} does not fit: {reasons}": "{file} 不合要求：{reasons}",
    "Use a file as VToonify publishes it, or as its training writes it": (
        "请使用 VToonify 发布或训练得到的文件"
    ),
    "{file} lacks latent_avg, which the codes of a face start from": (
        "{file} 缺少人脸编码所需的 latent_avg"
    ),
    "Use the encoder.pt that VToonify publishes": "请使用 VToonify 发布的 encoder.pt",
    "{folder} holds {count} VToonify checkpoints": "{folder} 里有 {count} 个 VToonify 检查点",
    "Give one of {names}": "请给出其中之一：{names}",
    "{folder} has no VToonify checkpoint in it": "{folder} 里没有 VToonify 检查点",
    "Give a .pt file of VToonify, or the folder that it lies in": (
        "请给出 VToonify 的 .pt 文件或其所在文件夹"
    ),
    "{names} in {folder} are each {kind}": "{folder} 里的 {names} 都是 {kind}",
    "Say which one to take with {option} FILE": "请在文件夹里只留下要用的那一个",
    "{name} was not found beside {file} nor in {folder}": (
        "在 {file} 旁边和 {folder} 里都没有找到 {name}"
    ),
    "{name} was not found beside {file}": "在 {file} 旁边没有找到 {name}",
    "Put it there or give {option} FILE": "请放到那里，然后重试",
    "{path} cannot be read ({reason})": "无法读取 {path}（{reason}）",
    "{path} is not a file of style codes: {reason}": "{path} 不是风格编码文件：{reason}",
    "Style codes hold numbers only: get the file from where the model came from": (
        "风格编码只含数字：请从模型来源处获取该文件"
    ),
    "Style '{style}' in {path} has the shape {found}, not {expected}": (
        "{path} 中风格“{style}”的形状是 {found}，应为 {expected}"
    ),
    "Give the style codes that belong to the model": "请给出属于该模型的风格编码",
    "Style '{style}' in {path} holds numbers that are not finite": (
        "{path} 中风格“{style}”含有非有限数"
    ),
    "Get the file from where the model came from": "请从模型来源处获取该文件",
    "The palette is not usable: {reason}": "无法使用此配色：{reason}",
    "Write it #112233,#ffeedd": "请写成 #112233,#ffeedd",
    "The memory is not enough for {model}, even with {px} pixels": (
        "内存不足以运行 {model}，即使只用 {px} 像素"
    ),
    "Close other programs, or choose a smaller model": "请关闭其他程序，或选择较小的模型",
    # Everything else
    "{path} is a folder": "{path} 是文件夹",
    "Give a picture in it": "请选择其中的一张图片",
    "{path} is damaged: {reason}": "{path} 已损坏：{reason}",
    "{path} is damaged ({reason})": "{path} 已损坏（{reason}）",
    "A library cannot be loaded ({error})": "无法加载程序库（{error}）",
    "Run vtoonify-rt doctor to see what to do": "请运行 vtoonify-rt doctor 查看解决办法",
    "The video stopped by an error ({error})": "画面因错误而停止（{error}）",
    "Something went wrong ({error})": "出错了（{error}）",
    "See the log ({error})": "请查看日志（{error}）",
    "See the log": "请查看日志",
}


_KNOWN = Sentences(
    BACKEND_SENTENCES
    | FETCH_SENTENCES
    | FILE_SENTENCES
    | LOOK_SENTENCES
    | OTHERS_SENTENCES
    | RECORDING_SENTENCES
    | START_SENTENCES
    | STORE_SENTENCES
    | _SENTENCES
    | LAST_SENTENCES
)


def translate_sentence(sentence: str) -> str:
    """Return `sentence` in Chinese, or as it is where its pattern is not known."""
    return _KNOWN.replace(sentence)
