using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>Runs that log metrics, register a version each, promote it in a deployment, and sometimes roll back.</summary>
internal sealed class RegisterPromoteScenario : IFaultScenario
{
    private const string Model = "price-up";
    private const int Versions = 15;

    public string Name => "register-promote";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        for (int i = 1; i <= Versions; i++)
        {
            await ReleaseAsync(store, seed, i);
        }
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        IReadOnlyList<ModelVersion> versions = await store.Catalog.Models.VersionsAsync(Model);
        DeploymentRecord? deployment = await store.Catalog.Deployments.FindAsync(Model);
        int? champion = (await store.Catalog.Models.FindAsync(Model, "champion"))?.Version;
        if (deployment?.Champion != champion)
        {
            problems.Add($"The deployment answers with version {deployment?.Champion}, the alias says {champion}.");
        }

        // What history tells is what the audit has, change by change, however often the process was killed.
        string[] told = [.. (await store.Catalog.Events.ListAsync(new EventQuery { Subject = Model })).Select(e => e.Read<DeploymentChanged>()).Select(c => $"{c.ChampionFrom} {c.ChampionTo} {c.Reason}")];
        string[] audited = [.. (await store.Catalog.Models.AuditAsync(Model)).Select(m => $"{m.From} {m.To} {m.Reason}")];
        if (!told.SequenceEqual(audited))
        {
            problems.Add($"The audit has {audited.Length} moves, the newest '{audited.FirstOrDefault()}'; {told.Length} events tell of them, the newest '{told.FirstOrDefault()}'.");
        }

        foreach (Run run in await store.Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Finished, Take = 1000 }))
        {
            if (versions.All(v => v.RunId != run.Id))
            {
                problems.Add($"Run {run.Id} is finished but its version is not registered.");
            }
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        ICatalog catalog = store.Catalog;
        var text = new StringBuilder();
        foreach (ModelVersion v in await catalog.Models.VersionsAsync(Model))
        {
            Run run = (await catalog.Runs.FindAsync(v.RunId!))!;
            int points = (await catalog.Runs.MetricHistoryAsync(run.Id, "loss")).Count;
            int edges = (await catalog.Lineage.UpstreamAsync(LineageNode.ModelVersion(Model, v.Version))).Count;
            text.AppendLine($"{v.Version} {v.RunId} {v.Files[ModelFiles.Onnx]} {v.Metrics["auc"]} {run.Status} {run.Metrics["loss"]} {points} {edges}");
        }

        foreach (AliasMove move in await catalog.Models.AuditAsync(Model))
        {
            text.AppendLine($"{move.Alias} {move.From} {move.To} {move.Reason}");
        }

        DeploymentRecord deployment = (await catalog.Deployments.FindAsync(Model))!;
        return text.AppendLine($"{deployment.Champion} {deployment.Previous} {deployment.Revision}").ToString();
    }

    private static async Task ReleaseAsync(AiInfraStore store, int seed, int i)
    {
        ICatalog catalog = store.Catalog;
        string id = $"run-{i}";
        Run run = await catalog.Runs.FindAsync(id) ?? await catalog.Runs.StartAsync(new RunStart(Model, "training") { Id = id });
        if (run.Status == RunStatus.Finished)
        {
            return;
        }

        for (int epoch = 0; epoch < 3; epoch++)
        {
            await catalog.Runs.AddMetricsAsync(id, [.. Enumerable.Range(epoch * 20, 20).Select(step => new MetricPoint("loss", 1.0 / (step + i), step, DateTimeOffset.UnixEpoch))]);
        }

        ModelVersion version = await catalog.Models.RegisterAsync(new ModelVersion
        {
            Model = Model,
            RunId = id,
            Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = await store.Artifacts.PutBytesAsync(Content.Of(seed, i)) },
            Metrics = new Dictionary<string, double> { ["auc"] = i / 100.0 },
        });
        await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run(id), LineageNode.ModelVersion(Model, version.Version), "made")]);
        await PromoteAsync(catalog, version.Version, "promotion");
        if (i % 5 == 0)
        {
            await PromoteAsync(catalog, version.Version - 1, $"rollback of {version.Version}");
        }

        await catalog.Runs.FinishAsync(id, RunStatus.Finished);
    }

    // The reason tells whether this very decision was carried out before the kill.
    private static async Task PromoteAsync(ICatalog catalog, int to, string why)
    {
        string reason = $"{why}: {to}";
        if ((await catalog.Models.AuditAsync(Model)).Any(m => m.Reason == reason))
        {
            return;
        }

        DeploymentRecord now = await catalog.Deployments.FindAsync(Model) ?? new DeploymentRecord { Name = Model, Model = Model };
        await catalog.Deployments.SaveAsync(
            now with { Champion = to, Previous = now.Champion },
            [new AliasMove(Model, "champion", now.Champion, to, "scenario", reason, DateTimeOffset.UnixEpoch)],
            CatalogEvent.Of(EventKinds.Promotion, Model, DateTimeOffset.UnixEpoch, reason, new DeploymentChanged(now.Champion, to, Actor: "scenario", Reason: reason)));
    }
}
