using System.ComponentModel;
using System.Diagnostics;
using AiInfra.Onnx;
using AiInfra.Onnx.Optimization;
using AiInfra.Onnx.Quantization;
using AiInfra.Support;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Export;

/// <summary>The onnx package's own checker, where it is: Debian has it as python3-onnx.</summary>
public sealed class OnnxCheckerTests
{
    private const int NotThere = 77;

    [Fact]
    public void Exports_PassTheCheckerOfTheStandard()
    {
        using var folder = new TemporaryFolder();
        string script = Checkout.Require("tests/AiInfra.Training.Tests/Export/onnx-checker.py");

        // The checker is asked before the work, so that a machine without it is not kept.
        (int code, string said) = Run(script, folder);
        Assert.SkipWhen(code == NotThere, said);
        Libtorch.Load();
        foreach (ModuleSample sample in ModuleSamples.All())
        {
            OnnxModel model = ModuleExportTests.Export(sample, 17);
            model.Write(folder.File($"{sample.Name}.onnx"));
            if (sample.Name is "linear" or "conv2d" or "transformerencoderlayer")
            {
                OnnxHalf.Convert(model).Model.Write(folder.File($"{sample.Name}.half.onnx"));
                OnnxQuantizer.Dynamic(model, new() { LeastWeights = 0 }).Model.Write(folder.File($"{sample.Name}.int8.onnx"));
                OnnxOptimizer.Optimize(model).Model.Write(folder.File($"{sample.Name}.optimized.onnx"));
            }
        }

        (code, said) = Run(script, folder);
        Assert.True(code == 0, said);
    }

    private static (int Code, string Said) Run(string script, string folder)
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            try
            {
                var info = new ProcessStartInfo(python, [script, folder]) { RedirectStandardOutput = true };
                if (Environment.GetEnvironmentVariable("AIINFRA_PYTHON_ONNX") is { Length: > 0 } unpacked)
                {
                    // Debian's packages, unpacked and not installed.
                    info.Environment["PYTHONPATH"] = Path.Combine(unpacked, "usr", "lib", "python3", "dist-packages");
                    info.Environment["LD_LIBRARY_PATH"] = string.Join(':', Directory.GetDirectories(Path.Combine(unpacked, "usr", "lib")));
                }

                using Process process = Process.Start(info)!;
                string said = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != NotThere)
                {
                    return (process.ExitCode, said);
                }
            }
            catch (Win32Exception)
            {
                // There is no such program: the next one.
            }
        }

        return (NotThere, "There is no Python with the package onnx; Debian has it as python3-onnx.");
    }
}
