"""What is told of backends in Chinese: notes of several sentences, and reasons within them."""

import pytest

from desktop_app.chinese_errors import translate_sentence
from desktop_app.translation import error_text, sentence_text, set_language
from vtoonify_rt.errors import OutOfMemoryError
from vtoonify_rt.inference.choice import Choice
from vtoonify_rt.inference.trial import Trial


def refused(name: str, reason: str) -> Trial:
    return Trial(backend="x", name=name, runs=False, reason=reason)


def test_a_note_on_one_backend_is_told_in_chinese():
    note = Choice(kinds=(), trials=(refused("OpenVINO GPU", "gives a black picture"),)).note

    assert translate_sentence(note) == "未使用 OpenVINO GPU：输出的画面全黑"


def test_each_part_of_a_note_on_several_is_told_in_chinese():
    trials = (
        refused("TensorRT f16", "gave no picture within 60 s"),
        refused("OpenVINO CPU bf16, 2 threads", "no such primitive; see the log"),
        refused("ONNX Runtime CUDA", "ended its process, with status -11"),
    )

    assert translate_sentence(Choice(kinds=(), trials=trials).note) == (
        "未使用 TensorRT f16：60 秒内没有输出画面；"
        "未使用 OpenVINO CPU bf16，2 个线程：no such primitive; see the log；"
        "未使用 ONNX Runtime CUDA：其进程中止（状态码 -11）"
    )


def test_what_failed_and_what_runs_now_is_told_in_chinese():
    note = "TensorRT f16 failed: device lost; now ONNX Runtime CPU, 1 thread is used"

    assert translate_sentence(note) == (
        "TensorRT f16 出错：device lost；现改用 ONNX Runtime CPU，1 个线程"
    )


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("gives another picture than the CPU: 31 dB, wanted 40", "与 CPU 的不同：31 dB"),
        ("TensorRT cannot run frame.onnx: it gives no reason", "无法运行 frame.onnx：未说明原因"),
        ("TensorRT cannot prepare frame.onnx: Cask error", "无法准备 frame.onnx：Cask error"),
        ("TensorRT cannot build frame.onnx: the GPU has no memory left", "frame.onnx：显存不足"),
        ("TensorRT refuses picture of shape (1, 8): bad", "不接受形状为 (1, 8) 的 picture：bad"),
        (
            "The TensorRT engine of frame.onnx does not load: bad",
            "frame.onnx 的 TensorRT 引擎：bad",
        ),
        ("There is no GPU that CUDA can use (CUDA fails in cudaInit: bad)", "cudaInit 失败：bad"),
        ("A picture of 64 x 32 does not fit into memory (OpenVINO CPU)", "内存放不下 64 x 32"),
    ],
)
def test_a_reason_within_a_note_is_translated_too(reason, chinese):
    note = Choice(kinds=(), trials=(refused("TensorRT f16", reason),)).note

    assert chinese in translate_sentence(note)


def test_what_a_backend_lacks_is_told_in_chinese():
    sentence = "The backend 'tensorrt' cannot be used: its engines are not built yet"

    assert translate_sentence(sentence) == "无法使用后端“tensorrt”：其引擎尚未构建"


def test_a_picture_that_does_not_fit_is_told_in_chinese():
    set_language("zh")

    assert error_text(OutOfMemoryError(256, 384, "ONNX Runtime CPU, 2 threads")) == (
        "内存放不下 384 x 256 的画面（ONNX Runtime CPU，2 个线程）",
        "请选择较小的尺寸，或关闭其他程序",
    )


@pytest.mark.parametrize(
    ("work", "chinese"), [("import", "导入中止"), ("engine build", "引擎构建中止")]
)
def test_the_work_of_a_child_process_that_ended_is_named(work, chinese):
    assert translate_sentence(f"The {work} ended with status -9") == f"{chinese}（状态码 -9）"


def test_english_stays_as_it_is():
    assert sentence_text("OpenVINO CPU, 2 threads") == "OpenVINO CPU, 2 threads"


def test_the_window_tells_the_backend_and_its_failure_in_chinese(window, live):
    set_language("zh")
    live.backend = "ONNX Runtime CPU, 2 threads"
    live.backend_note = "TensorRT f16 failed: lost; now ONNX Runtime CPU, 2 threads is used"
    window.progress.show_all()

    assert window.stage.message.text.startswith("TensorRT f16 出错：lost；现改用 ONNX Runtime CPU")
    assert "ONNX Runtime CPU，2 个线程" in window.status.accessibleName()
