using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>A chain of dataset commits with several files each, and branches from it.</summary>
internal sealed class DatasetCommitsScenario : IFaultScenario
{
    private const string Dataset = "readings";
    private const int Commits = 40;

    public string Name => "dataset-commits";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        IDatasetStore datasets = store.Catalog.Datasets;
        int done = (await datasets.LogAsync(Dataset, take: Commits)).Count;
        string? parent = (await datasets.HeadAsync(Dataset))?.Id;
        for (int i = done; i <= Commits; i++)
        {
            string branch = $"at-{i / 8}";
            if (parent is not null && !(await datasets.BranchesAsync(Dataset)).ContainsKey(branch))
            {
                await datasets.SetBranchAsync(Dataset, branch, parent, expectedHead: null);
            }

            if (i < Commits)
            {
                DatasetCommit commit = await MakeAsync(store.Artifacts, seed, i, parent);
                await datasets.CommitAsync(commit);
                parent = commit.Id;
            }
        }
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        foreach (DatasetCommit commit in await store.Catalog.Datasets.LogAsync(Dataset, take: Commits))
        {
            if (commit.Files.Count != 4 || commit.Rows != 40)
            {
                problems.Add($"Commit {commit.Id} has {commit.Files.Count} files and {commit.Rows} rows, not 4 and 40.");
            }
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        IDatasetStore datasets = store.Catalog.Datasets;
        var text = new StringBuilder();
        foreach (DatasetCommit commit in await datasets.LogAsync(Dataset, take: 1000))
        {
            text.AppendLine($"{commit.Id} {commit.Message} {string.Join(' ', commit.Files.Select(f => f.Digest))}");
        }

        foreach ((string branch, string head) in (await datasets.BranchesAsync(Dataset)).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            text.AppendLine($"{branch} {head}");
        }

        return text.ToString();
    }

    private static async Task<DatasetCommit> MakeAsync(IArtifactStore artifacts, int seed, int number, string? parent)
    {
        byte[][] parts = [.. Enumerable.Range(0, 4).Select(part => Content.Of(seed, (number * 4) + part, 8000))];
        IReadOnlyList<ArtifactDigest> digests = await artifacts.PutManyBytesAsync(parts.Select(p => (ReadOnlyMemory<byte>)p));
        return new DatasetCommit
        {
            Id = ArtifactDigest.Of(Encoding.UTF8.GetBytes(parent + string.Join(' ', digests))).Hex,
            Dataset = Dataset,
            ParentId = parent,
            Message = $"commit {number}",
            At = DateTimeOffset.UnixEpoch.AddHours(number),
            Files = [.. digests.Select((d, i) => new DatasetFile($"{i}.bin", d, parts[i].Length, 10))],
            Schema = "{}",
        };
    }
}
