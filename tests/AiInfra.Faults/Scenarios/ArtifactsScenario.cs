using AiInfra.Core.Artifacts;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>Puts single artifacts and groups, with garbage between that is collected, and notes in a journal what a put has returned.</summary>
internal sealed class ArtifactsScenario : IFaultScenario
{
    private const int Artifacts = 160;
    private const int Group = 25;

    public string Name => "artifacts";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        var collector = new ArtifactCollector(store.Artifacts, [store.Catalog, new JournalRoots(folder)]);
        for (int done = Journal(folder).Count; done < Artifacts;)
        {
            if (done % 40 < 15)
            {
                await store.Artifacts.PutBytesAsync(Content.Of(-seed, done));
                Note(folder, [await store.Artifacts.PutBytesAsync(Content.Of(seed, done))]);
                done++;
            }
            else
            {
                int count = Math.Min(Group, 40 - (done % 40));
                Note(folder, await store.Artifacts.PutManyBytesAsync(Enumerable.Range(done, count).Select(i => (ReadOnlyMemory<byte>)Content.Of(seed, i, 5000))));
                done += count;
            }

            if (done % 20 == 0)
            {
                await CollectAsync(collector);
            }
        }

        await CollectAsync(collector);
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        List<string> problems = await StoreInvariants.FindAsync(store);
        foreach (ArtifactDigest digest in Journal(folder))
        {
            if (!await store.Artifacts.ContainsAsync(digest))
            {
                problems.Add($"Artifact {digest} was put and is gone.");
            }
        }

        string incoming = Path.Combine(folder, "store", "artifacts", "incoming");
        int leftovers = Directory.Exists(incoming) ? Directory.GetDirectories(incoming).Length : 0;
        if (leftovers > 1)
        {
            problems.Add($"{leftovers} dead writers left their folders; each next writer should remove the one before.");
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(Path.Combine(folder, "store"));
        var lines = new List<string>();
        await foreach (ArtifactInfo info in store.Artifacts.ListAsync())
        {
            lines.Add($"{info.Digest} {info.Bytes}");
        }

        lines.Sort(StringComparer.Ordinal);
        lines.AddRange(Directory.GetFileSystemEntries(Path.Combine(folder, "store", "artifacts", "incoming")).Select(e => $"left: {e}"));
        return string.Join('\n', lines);
    }

    private static Task CollectAsync(ArtifactCollector collector) => collector.CollectAsync(new ArtifactCollectorOptions { Grace = TimeSpan.Zero });

    // A line may be cut by the kill: then its put counts as not returned.
    private static List<ArtifactDigest> Journal(string folder)
    {
        string path = Path.Combine(folder, "journal.txt");
        string[] lines = File.Exists(path) ? File.ReadAllText(path).Split('\n')[..^1] : [];
        return [.. lines.Select(ArtifactDigest.Parse)];
    }

    private static void Note(string folder, IEnumerable<ArtifactDigest> digests) =>
        File.AppendAllText(Path.Combine(folder, "journal.txt"), string.Concat(digests.Select(d => d.Hex + "\n")));

    private sealed class JournalRoots(string folder) : IArtifactRoots
    {
        public IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync(CancellationToken cancellationToken = default) => Journal(folder).ToAsyncEnumerable();
    }
}
