using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;

namespace AiInfra.Faults;

/// <summary>What holds in every store at every moment, whoever died.</summary>
internal static class StoreInvariants
{
    /// <summary>Opens a store and names what is wrong with it.</summary>
    public static async Task<List<string>> FindAsync(AiInfraStore store)
    {
        var problems = new List<string>();
        await ArtifactsAsync(store, problems);
        await ModelsAsync(store.Catalog, problems);
        await DatasetsAsync(store.Catalog, problems);
        problems.AddRange((await store.Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Running })).Select(r => $"Run {r.Id} ({r.Kind}) is said to be running, but every worker is dead."));
        return problems;
    }

    private static async Task ArtifactsAsync(AiInfraStore store, List<string> problems)
    {
        await foreach (ArtifactInfo info in store.Artifacts.ListAsync())
        {
            byte[] content = await File.ReadAllBytesAsync(Path.Combine(store.Path, "artifacts", "sha256", info.Digest.Hex[..2], info.Digest.Hex));
            if (ArtifactDigest.Of(content) != info.Digest)
            {
                problems.Add($"Artifact {info.Digest} is visible but half-written ({content.Length} bytes).");
            }
        }

        await foreach (ArtifactDigest digest in store.Catalog.ReferencedArtifactsAsync())
        {
            if (!await store.Artifacts.ContainsAsync(digest))
            {
                problems.Add($"Artifact {digest} is referred to but not there.");
            }
        }
    }

    private static async Task ModelsAsync(ICatalog catalog, List<string> problems)
    {
        foreach (string model in await catalog.Models.ListAsync())
        {
            IReadOnlyList<ModelVersion> versions = await catalog.Models.VersionsAsync(model);
            var replayed = new Dictionary<string, int?>();
            foreach (AliasMove move in (await catalog.Models.AuditAsync(model)).Reverse())
            {
                if (replayed.GetValueOrDefault(move.Alias) != move.From)
                {
                    problems.Add($"The audit of {model} has a gap at {move}.");
                }

                replayed[move.Alias] = move.To;
            }

            IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(model);
            foreach (string alias in replayed.Keys.Union(aliases.Keys))
            {
                int? points = aliases.TryGetValue(alias, out int to) ? to : null;
                if (points != replayed.GetValueOrDefault(alias))
                {
                    problems.Add($"Alias {alias} of {model} points to {points}, its audit says {replayed.GetValueOrDefault(alias)}.");
                }

                if (points is { } version && versions.All(v => v.Version != version))
                {
                    problems.Add($"Alias {alias} of {model} points to version {version}, which is not there.");
                }
            }
        }
    }

    private static async Task DatasetsAsync(ICatalog catalog, List<string> problems)
    {
        foreach (string dataset in await catalog.Datasets.ListAsync())
        {
            foreach ((string branch, string head) in await catalog.Datasets.BranchesAsync(dataset))
            {
                IReadOnlyList<DatasetCommit> log = await catalog.Datasets.LogAsync(dataset, branch, 10_000);
                if (log.Count == 0 || log[0].Id != head || log[^1].ParentId is not null)
                {
                    problems.Add($"Branch {branch} of {dataset} at {head} does not lead back to a first commit.");
                }

                problems.AddRange(log.Where(c => c.Files.Count == 0).Select(c => $"Commit {c.Id} of {dataset} has no files."));
            }
        }
    }
}
