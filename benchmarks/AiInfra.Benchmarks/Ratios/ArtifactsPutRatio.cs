using System.Diagnostics;
using AiInfra.Core.Artifacts;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>10,000 contents of 4 KB into the artifact store (hashed, renamed into place, files and folders flushed), against writing and flushing the same files one by one. Seconds.</summary>
internal sealed class ArtifactsPutRatio : IRatio
{
    private const int Files = 10_000;
    private readonly byte[][] _contents = new byte[Files][];

    // Beside the program, so that both sides write to a disk and not to a memory file system.
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "artifacts-put");
    private int _round;

    public string Name => "artifacts-put";

    public double Goal => 0.80;

    public async Task<bool> PrepareAsync()
    {
        var random = new Random(1);
        for (int i = 0; i < Files; i++)
        {
            random.NextBytes(_contents[i] = new byte[4096]);
        }

        await OursAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        string folder = Fresh();
        long start = Stopwatch.GetTimestamp();
        using (var store = new FileArtifactStore(folder))
        {
            await store.PutManyBytesAsync(_contents.Select(c => (ReadOnlyMemory<byte>)c));
        }

        return Done(start, folder);
    }

    public Task<double> TheirsAsync()
    {
        string folder = Fresh();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Files; i++)
        {
            using var file = new FileStream(Path.Combine(folder, $"{i:00000}.bin"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(_contents[i]);
            file.Flush(flushToDisk: true);
        }

        return Task.FromResult(Done(start, folder));
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private static double Done(long start, string folder)
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    private string Fresh() => Directory.CreateDirectory(Path.Combine(_folder, $"{_round++}")).FullName;
}
