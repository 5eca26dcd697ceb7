using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;

namespace AiInfra.AspNetCore.Tests.Dashboard;

public sealed class StudiesPageTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert('x')</script>\"><img src=x>";
    private TestHost _host = null!;

    private IStudyStore Studies => _host.Catalog.GetRequiredStore<IStudyStore>();

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task StudyAsync(string name, int trials, params StudyDirection[] directions)
    {
        await Studies.OpenAsync(new StudyRecord { Name = name, Directions = directions, RunId = "night", Tags = new Dictionary<string, string> { ["by"] = name } });
        for (int i = 0; i < trials; i++)
        {
            TrialLease lease = (await Studies.ClaimAsync(name, WorkerIdentity.Create(), TimeSpan.FromMinutes(1)))!;
            double x = i * 7 % trials / (double)trials;
            var news = new TrialNews
            {
                Parameters = new Dictionary<string, (ParameterRange, double)> { ["rate"] = (ParameterRange.Float(1e-4, 1, log: true), ParameterRange.Float(1e-4, 1, log: true).At(x)), [name] = (ParameterRange.Choice("plain", Hostile), i % 2) },
                Reports = [new TrialReport(i, 0, 1 + x), new TrialReport(i, 1, x)],
            };
            TrialOutcome outcome = i == 3 ? new TrialOutcome(TrialState.Failed, [], Hostile) : new TrialOutcome(TrialState.Complete, [.. directions.Select((_, d) => d == 0 ? x : (1 - x) + (i % 2))]);
            await Studies.FinishAsync(lease, news, outcome);
        }
    }

    [Fact]
    public async Task Page_OfStudies_ListsThemAndDrawsOne()
    {
        Assert.Contains("No study yet", (await _host.GetAsync("aiinfra/studies")).Item2);
        await StudyAsync("tuning of sum", 30, StudyDirection.Minimize);
        (HttpStatusCode status, string list) = await _host.GetAsync("aiinfra/studies");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("tuning of sum", list);
        (_, string page) = await _host.GetAsync("aiinfra/studies?name=tuning%20of%20sum");
        Assert.All(new[] { "Best: trial 0", "How it went", "Which parameters matter", "Values on the way", "All parameters beside each other", "29", "failed", "runs?id=night" }, part => Assert.Contains(part, page));
        Assert.Contains("tuning of sum", (await _host.GetAsync("aiinfra/search?q=tuning")).Item2);
        using JsonDocument json = JsonDocument.Parse((await _host.GetAsync("aiinfra/api/studies?name=tuning%20of%20sum")).Item2);
        Assert.Contains("\"importance\"", json.RootElement.GetRawText());
    }

    [Fact]
    public async Task Page_OfSeveralObjectives_DrawsTheFront()
    {
        await StudyAsync("two", 20, StudyDirection.Minimize, StudyDirection.Minimize);
        (_, string page) = await _host.GetAsync("aiinfra/studies?name=two");
        Assert.Contains("Pareto front", page);
        Assert.Contains("objective 2", page);
    }

    [Fact]
    public async Task Page_HostileText_IsEscaped()
    {
        await StudyAsync(Hostile, 10, StudyDirection.Maximize);
        foreach (string query in new[] { "", $"?name={Uri.EscapeDataString(Hostile)}" })
        {
            (_, string page) = await _host.GetAsync($"aiinfra/studies{query}");
            Assert.DoesNotContain("<img", page);
            Assert.DoesNotContain("<script>", page);
        }
    }

    [Fact]
    public async Task Page_OfNoSuchStudy_IsNotFound() => Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("aiinfra/studies?name=none")).Item1);
}
