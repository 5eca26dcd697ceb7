using AiInfra.Core.Artifacts;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>One artifact of 4 KB into the file store; the content is new each time and on disk at the end.</summary>
[MemoryDiagnoser]
public class ArtifactPut
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-micro-").FullName;
    private readonly byte[] _content = new byte[4096];
    private FileArtifactStore? _store;
    private long _next;

    /// <summary>Opens the store.</summary>
    [GlobalSetup]
    public void Setup() => _store = new FileArtifactStore(_folder);

    /// <summary>Puts.</summary>
    [Benchmark]
    public Task<ArtifactDigest> PutAsync()
    {
        BitConverter.TryWriteBytes(_content, _next++);
        return _store!.PutBytesAsync(_content);
    }

    /// <summary>Deletes the folder.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
