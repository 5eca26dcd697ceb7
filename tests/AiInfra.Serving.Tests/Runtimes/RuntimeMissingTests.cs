using System.Diagnostics;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>An application without the native package of ONNX Runtime, as a process of its own.</summary>
public sealed class RuntimeMissingTests
{
    [Theory]
    [InlineData("RuntimeMissingException")]
    [InlineData("OnnxExportException")]
    public async Task Load_NoNativeLibrary_NamesThePackageToAddEachTime(string type)
    {
        string[] told = [.. (await RunAsync()).Where(l => l.StartsWith(type, StringComparison.Ordinal))];
        Assert.Equal(2, told.Length);
        Assert.All(told, t => Assert.Contains("Add the package Microsoft.ML.OnnxRuntime ", t, StringComparison.Ordinal));
    }

    private static async Task<string[]> RunAsync()
    {
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string program = Path.Combine(here, "..", "..", "AiInfra.NoRuntime", Path.GetFileName(here), "AiInfra.NoRuntime" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        Assert.SkipUnless(File.Exists(program), $"{program} was not built.");
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(program)!), f => Path.GetFileName(f) is "libonnxruntime.so" or "libonnxruntime.dylib" or "onnxruntime.dll");
        using Process child = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
