namespace AiInfra.Onnx.Tests;

/// <summary>A folder that is removed at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aiinfra-onnx-").FullName;

    public void Dispose() => Directory.Delete(Path, true);
}
