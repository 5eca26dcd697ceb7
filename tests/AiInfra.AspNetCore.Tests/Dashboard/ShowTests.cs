using System.Globalization;
using AiInfra.AspNetCore.Tests.Inference;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>Keeps a host with a filled catalog up, to look at the page: AIINFRA_SHOW=SECONDS, the address goes to the file AIINFRA_SHOW_AT.</summary>
public sealed class ShowTests
{
    [Fact]
    public async Task Show_FilledCatalog_StaysUp()
    {
        string? seconds = Environment.GetEnvironmentVariable("AIINFRA_SHOW");
        Assert.SkipWhen(seconds is null, "Only to look at the page: set AIINFRA_SHOW to the seconds it should stay up.");
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["price-up"] = TestModels.Sum(1), ["bike-demand"] = TestModels.Sum(3) }, s => s.AddAiInfra().AddServing("fraud-score"), build: b => b.Environment.EnvironmentName = "Development");
        await FillAsync(host);
        await FillStudyAsync(host.Catalog.GetRequiredStore<IStudyStore>());
        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("AIINFRA_SHOW_AT") ?? "show.txt", host.Client.BaseAddress!.ToString());
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(seconds!, CultureInfo.InvariantCulture)));
    }

    private static async Task FillStudyAsync(IStudyStore studies)
    {
        var random = new Random(3);
        ParameterRange rate = ParameterRange.Float(1e-5, 1, log: true), width = ParameterRange.Int(4, 512, log: true), kind = ParameterRange.Choice("adam", "sgd"), momentum = ParameterRange.Float(0, 1);
        await studies.OpenAsync(new StudyRecord { Name = "price-up network", Directions = [StudyDirection.Minimize], Tags = new Dictionary<string, string> { ["dataset"] = "readings" } });
        for (int i = 0; i < 80; i++)
        {
            TrialLease lease = (await studies.ClaimAsync("price-up network", WorkerIdentity.Create(), TimeSpan.FromMinutes(5)))!;
            double near = 1 - (i / 100.0), r = 0.55 + (near * (random.NextDouble() - 0.5)), w = 0.6 + (near * (random.NextDouble() - 0.5)), m = random.NextDouble();
            int k = random.NextDouble() < 0.3 + (0.4 * near) ? 1 : 0;
            double loss = 0.3 + (2 * Math.Pow(r - 0.55, 2)) + (0.3 * Math.Pow(w - 0.6, 2)) + (k * (0.05 + (0.05 * Math.Abs(m - 0.9)))) + (0.01 * random.NextDouble());
            var parameters = new Dictionary<string, (ParameterRange, double)> { ["rate"] = (rate, rate.At(r)), ["width"] = (width, width.At(w)), ["optimizer"] = (kind, k) };
            if (k == 1)
            {
                parameters["momentum"] = (momentum, m);
            }

            bool pruned = i > 10 && loss > 0.45;
            int steps = pruned ? 4 : 12;
            var news = new TrialNews { Parameters = parameters, Reports = [.. Enumerable.Range(0, steps).Select(step => new TrialReport(i, step, loss + Math.Exp(-step / 3.0)))] };
            await studies.FinishAsync(lease, news, i == 20 ? new TrialOutcome(TrialState.Failed, [], "The objective gave NaN.") : new TrialOutcome(pruned ? TrialState.Pruned : TrialState.Complete, [pruned ? loss + 0.3 : loss]));
        }
    }

    private static async Task FillAsync(TestHost host)
    {
        ICatalog catalog = host.Catalog;
        var random = new Random(5);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        IArtifactStore artifacts = host.Services.GetRequiredService<IArtifactStore>();
        string? parent = null;
        for (int c = 1; c <= 4; c++)
        {
            string id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([(byte)c]));
            ArtifactDigest digest = await artifacts.PutBytesAsync(new byte[2000 * c]);
            await catalog.Datasets.CommitAsync(new DatasetCommit { Id = id, Dataset = "readings", ParentId = parent, Message = c == 1 ? "Warm-up: first 20 % of elec2.csv" : $"Rows {9000 * c} to {9000 * (c + 1)} for retraining after drift in nswdemand", At = now.AddMinutes(c - 12), Schema = """{"columns":[{"name":"nswdemand","kind":"number"},{"name":"vicprice","kind":"number"},{"name":"day","kind":"category"},{"name":"up","kind":"boolean"}]}""", Metadata = new Dictionary<string, string> { ["ingestion.notes"] = "delimiter: a comma\ndate, day 1: kept as text, for 01/02/2024 may be either month [guess]" }, Files = [new DatasetFile("rows.parquet", digest, 2000 * c, 9000)] });
            parent = id;
        }

        for (int r = 1; r <= 5; r++)
        {
            Run run = await catalog.Runs.StartAsync(new RunStart("price-up", r == 1 ? "ingestion" : "training") { Name = r == 1 ? "ingest elec2.csv" : $"retraining {r - 1}", Parameters = new Dictionary<string, string> { ["epochs"] = "5", ["batchSize"] = "256", ["learningRate"] = "0.001", ["seed"] = "42" } });
            if (r > 1)
            {
                await catalog.Runs.AddMetricsAsync(run.Id, [.. Enumerable.Range(0, 200).SelectMany(i => new[] { new MetricPoint("train/loss", (0.7 * Math.Exp(-i / 60.0)) + 0.2 + (random.NextDouble() * 0.03), i, now), new MetricPoint("validation/loss", (0.6 * Math.Exp(-i / 50.0)) + 0.25 + (random.NextDouble() * 0.02), i, now), new MetricPoint("validation/accuracy", 0.85 - (0.3 * Math.Exp(-i / 50.0)), i, now), new MetricPoint("gradient", r == 5 && i > 140 ? double.NaN : 1 + random.NextDouble(), i, now) })]);
            }

            if (r < 5)
            {
                await catalog.Runs.FinishAsync(run.Id, r == 3 ? RunStatus.Failed : RunStatus.Finished, r == 3 ? "The gate 'accuracy at least 0.7' was not met: 0.66." : null);
            }
        }

        Deployment deployment = host.Deployment("price-up");
        await deployment.PromoteAsync(await host.RegisterAsync("price-up", TestModels.Sum(2)), "loop", "drift in nswdemand; accuracy 0.78 against 0.71 on 1,800 newest rows, p = 0.0004");
        await deployment.ChallengeAsync(await host.RegisterAsync("price-up", TestModels.Sum(4)), "loop", "retrained on the newest 9,000 rows", 0.1);
        await catalog.Models.SetTagsAsync("price-up", 2, new Dictionary<string, string?> { ["trigger"] = "drift", ["task"] = "classification" });
        for (int i = 1; i <= 200; i++)
        {
            await host.PostAsync("v2/models/price-up/infer", InferTests.Request("[1,2]", "[1,2]"));
        }

        await host.PostAsync("v2/models/price-up/infer", InferTests.Request("[1,3]", "[1,2,3]"));
        await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Source("elec2.csv"), LineageNode.Dataset(parent!), "ingested"), new LineageEdge(LineageNode.Dataset(parent!), LineageNode.ModelVersion("price-up", 2), "trained-on"), new LineageEdge(LineageNode.ModelVersion("price-up", 2), LineageNode.Deployment("price-up"), "served")]);
        await catalog.Events.AddAsync([.. Enumerable.Range(1, 40).Select(i => new CatalogEvent("drift", "price-up", now.AddMinutes(-40 + i), "Inputs as in training.", string.Create(CultureInfo.InvariantCulture, $$$"""{"version":1,"report":{"drifted":false,"rows":500,"columns":[{"column":"nswdemand","stability":{{{0.01 * i}}},"stabilityNoise":0.06},{"column":"vicdemand","stability":{{{0.1 + (random.NextDouble() * 0.05)}}}},{"column":"transfer","stability":{{{random.NextDouble() * 0.1}}}},{"column":"vicprice","stability":0.05},{"column":"period","stability":0.01}]}}"""), i * 400))]);
        await catalog.Events.AddAsync([.. Enumerable.Range(1, 160).Select(i => Quality(i, i is > 70 and < 90 ? 0.78 - ((i - 70) * 0.006) : i >= 90 ? 0.80 : 0.78, random, now))]);
        await catalog.Events.AddAsync(
        [
            new CatalogEvent("drift", "price-up", now.AddMinutes(-4), "Inputs drifted: nswdemand, vicdemand", """{"version":1,"report":{"drifted":true,"rows":500,"columns":[{"column":"nswdemand","test":"ks","testTitle":"Kolmogorov-Smirnov","stability":0.42,"adjustedPValue":1e-9,"drifted":true},{"column":"vicdemand","test":"js","testTitle":"Jensen-Shannon with chi-square","stability":0.27,"adjustedPValue":1e-5,"drifted":true},{"column":"transfer","test":"chi2","stability":0.09,"adjustedPValue":0.2,"drifted":false},{"column":"vicprice","stability":0.05,"adjustedPValue":0.5,"drifted":false},{"column":"period","stability":0.01,"adjustedPValue":1,"drifted":false}],"remarks":["The test 'js' was asked for column 'nswprice', which the training data do not have."]}}""", 17500),
            new CatalogEvent("pipeline-failed", "nightly", now.AddMinutes(-6), "Pipeline 'nightly' failed: step 'train' after 3 attempts: The dataset 'readings' has no column 'up'. Not run because of it: evaluate, release. What succeeded is remembered; run it again to go on from there.", "{}"),
            new CatalogEvent("pipeline-missed", "nightly", now.AddMinutes(-5), "3 scheduled runs were missed after 2026-03-02 03:00:00 UTC. One run stands for all of them.", "{}"),
            new CatalogEvent("detector", "price-up", now.AddMinutes(-5), "latency: p99 0.84 s over 500 requests", """{"detector":"latency","version":1,"found":true}""", 17000),
            new CatalogEvent("alarm", "price-up", now.AddMinutes(-4), "drift raised: nswdemand (PSI 0.42), vicdemand (PSI 0.27) over 500 rows", """{"kind":"drift","state":"Raised"}""", 17500),
            new CatalogEvent("retraining", "price-up", now.AddMinutes(-4), "Retraining on rows 9,000 to 18,000 because of drift", "{}", 17500),
            new CatalogEvent("promotion", "price-up", now.AddMinutes(-3), "Version 2 promoted: accuracy 0.78 against 0.71", "{}", 18000),
            new CatalogEvent("refusal", "price-up", now.AddMinutes(-2), "Challenger 3 refused: accuracy 0.775 against 0.781 (p = 0.41)", "{}", 26000),
            new CatalogEvent("rollback", "price-up", now.AddMinutes(-1), "Version 3 was worse than version 2 on its first 500 labels", "{}", 29000),
        ]);
    }

    private static CatalogEvent Quality(int i, double accuracy, Random random, DateTimeOffset now) => new(
        "quality", "price-up", now.AddMinutes(-10).AddSeconds(i * 3), "accuracy (windowed)", string.Create(CultureInfo.InvariantCulture, $$$"""{"version":1,"role":"{{{(i > 120 && i % 2 == 0 ? "Shadow" : "Champion")}}}","report":{"metric":"accuracy","value":{{{accuracy + ((random.NextDouble() - 0.5) * 0.03)}}},"baseline":0.79,"degraded":false}}"""), i * 200);
}
