using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Searches for runs by filters in MLflow's grammar.</summary>
public abstract class RunSearchContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    // Three runs a, b, c that started one second after the other.
    private async Task FillAsync()
    {
        await Catalog.Runs.StartAsync(new RunStart("one", "training") { Id = "a", Name = "First %_[x]", StartedAt = T0, Parameters = P("rate", "0.1", "long name", "x"), Tags = P("mlflow.user", "ada") });
        await Catalog.Runs.StartAsync(new RunStart("one", "training") { Id = "b", Name = "second", StartedAt = T0.AddSeconds(1), ParentId = "a", Parameters = P("rate", "0.2"), Tags = P("odd.key", "it's \"it\"") });
        await Catalog.Runs.StartAsync(new RunStart("two", "loop") { Id = "c", Name = "first too", StartedAt = T0.AddSeconds(2) });
        await Catalog.Runs.AddMetricsAsync("a", [new("auc", 0.9, 1, T0), new("nan", double.NaN, 1, T0), new("val/loss", -1e-3, 1, T0)]);
        await Catalog.Runs.AddMetricsAsync("b", [new("auc", 0.5, 1, T0), new("auc", 0.8, 2, T0), new("nan", 1, 1, T0), new("inf", double.PositiveInfinity, 0, T0)]);
        await Catalog.Runs.AddInputsAsync("b", [new RunInput("rows", "d1") { Context = "train" }, new RunInput("rows", "d2")]);
        await Catalog.Runs.FinishAsync("a", RunStatus.Finished);
        await Catalog.Runs.FinishAsync("b", RunStatus.Cancelled);
    }

    [Theory]
    [InlineData(null, "cba")]
    [InlineData("  ", "cba")]
    [InlineData("metrics.auc > 0.8", "a")]
    [InlineData("metric.auc >= 0.8", "ba")]
    [InlineData("metrics.auc = 0.8 and metrics.auc < 1", "b")]
    [InlineData("metrics.auc != 0.8", "a")]
    [InlineData("metrics.\"val/loss\" <= -1e-3", "a")]
    [InlineData("metrics.`val/loss` < 0", "a")]
    [InlineData("metrics.val/loss < 0", "a")]
    [InlineData("metrics.nan > 0", "b")]
    [InlineData("metrics.nan <= 1e300", "b")]
    [InlineData("metrics.nan != 1", "a")]
    [InlineData("metrics.inf > 1e308", "b")]
    [InlineData("params.rate = '0.1'", "a")]
    [InlineData("param.rate != \"0.1\"", "b")]
    [InlineData("parameters.\"long name\" LIKE '%'", "a")]
    [InlineData("params.rate IS NULL", "c")]
    [InlineData("params.rate is not null", "ba")]
    [InlineData("tags.odd.key = 'it''s \"it\"'", "b")]
    [InlineData("tag.\"odd.key\" ILIKE 'IT_S%'", "b")]
    [InlineData("tags.odd.key LIKE 'IT%'", "")]
    [InlineData("tags.mlflow.runName = 'second'", "b")]
    [InlineData("tags.mlflow.parentRunId = 'a'", "b")]
    [InlineData("user_id = 'ada'", "a")]
    [InlineData("attributes.status = 'FINISHED'", "a")]
    [InlineData("status = 'KILLED'", "b")]
    [InlineData("run.status != 'RUNNING'", "ba")]
    [InlineData("run_name LIKE 'First %'", "a")]
    [InlineData("run_name LIKE 'First *'", "")]
    [InlineData("run_name LIKE '%[x]'", "a")]
    [InlineData("attr.run_name ILIKE 'first%'", "ca")]
    [InlineData("attributes.\"Run Name\" = 'second'", "b")]
    [InlineData("run_id IN ('a', 'c', 'nobody')", "ca")]
    [InlineData("run_id NOT IN (\"a\")", "cb")]
    [InlineData("experiment = 'two'", "c")]
    [InlineData("kind = 'training' AND attributes.kind != 'loop'", "ba")]
    [InlineData("start_time > 1767323045678", "cb")]
    [InlineData("created <= 1767323045678", "a")]
    [InlineData("end_time > 0", "ba")]
    [InlineData("datasets.name = 'rows' AND dataset.digest IN ('d2', 'd3')", "b")]
    [InlineData("datasets.context LIKE 'tr%'", "b")]
    [InlineData("datasets.context = 'test'", "")]
    public async Task Search_Filter_FindsTheRunsThatMeetIt(string? filter, string found)
    {
        await FillAsync();
        Assert.Equal(found, await FindAsync(new RunSearch { Filter = filter }));
    }

    [Theory]
    [InlineData("metrics.auc DESC", "abc")]
    [InlineData("metrics.auc", "bac")]
    [InlineData("metric.`nan` asc", "bac")]
    [InlineData("metrics.nan desc", "bac")]
    [InlineData("params.rate DESC", "bac")]
    [InlineData("start_time ASC", "abc")]
    [InlineData("attributes.run_name", "acb")]
    [InlineData("tags.none", "cba")]
    [InlineData("status, run_id", null)]
    [InlineData("datasets.name", null)]
    [InlineData("metrics.auc SIDEWAYS", null)]
    [InlineData("color", null)]
    public async Task Search_Order_PutsRunsWithoutTheValueLast(string order, string? found)
    {
        await FillAsync();
        if (found is null)
        {
            await Assert.ThrowsAsync<FilterException>(() => FindAsync(new RunSearch { OrderBy = [order] }));
        }
        else
        {
            Assert.Equal(found, await FindAsync(new RunSearch { OrderBy = [order] }));
        }
    }

    [Theory]
    [InlineData("metrics.auc > '0.8'", 14, "without quotes")]
    [InlineData("params.rate = 0.1", 14, "in quotes")]
    [InlineData("metrics.auc > 0.8 OR metrics.auc < 1", 18, "no OR")]
    [InlineData("metrics.auc LIKE '%'", 0, "=, !=, <")]
    [InlineData("params.rate > '1'", 0, "LIKE")]
    [InlineData("color = 'red'", 0, "run_name")]
    [InlineData("colours.red = 'x'", 0, "metrics, params")]
    [InlineData("metrics.auc", 11, "operator")]
    [InlineData("metrics.auc >", 13, "number")]
    [InlineData("metrics.auc > 0.8 AND", 21, "name")]
    [InlineData("metrics. > 3", 8, "key")]
    [InlineData("params.rate = 'open", 14, "closing")]
    [InlineData("run_id IN ()", 11, "list")]
    [InlineData("status IN ('RUNNING')", 0, "LIKE")]
    [InlineData("datasets.colour = 'x'", 0, "context, digest, name")]
    [InlineData("metrics.auc > NaN", 14, "number")]
    [InlineData("(metrics.auc > 1)", 0, "name")]
    public async Task Search_NotAFilter_SaysWhereAndWhatWasExpected(string filter, int position, string words)
    {
        FilterException e = await Assert.ThrowsAsync<FilterException>(() => FindAsync(new RunSearch { Filter = filter }));
        Assert.Equal((position, filter), (e.Position, e.Text));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ExperimentsKindsAndPages_AreKept()
    {
        await FillAsync();
        Assert.Equal("ba", await FindAsync(new RunSearch { Experiments = ["one", "nobody's"] }));
        Assert.Equal("c", await FindAsync(new RunSearch { Kind = "loop" }));
        Assert.Equal("ba", await FindAsync(new RunSearch { ExceptKind = "loop" }));
        Assert.Equal("b", await FindAsync(new RunSearch { Skip = 1, Take = 1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FindAsync(new RunSearch { Take = 50_001 }));
    }

    [Fact]
    public async Task Search_MarkedAsDeleted_IsSeenWhereAskedFor()
    {
        await FillAsync();
        await Catalog.Runs.ChangeAsync("b", new RunChange { IsDeleted = true });
        Assert.Equal(("ca", "b", "cba"), (await FindAsync(new RunSearch()), await FindAsync(new RunSearch { View = RunView.Deleted }), await FindAsync(new RunSearch { View = RunView.All })));
        Assert.Equal(["c", "a"], (await Catalog.Runs.ListAsync(new RunQuery())).Select(r => r.Id));
        Assert.Equal(3, (await Catalog.Runs.ListAsync(new RunQuery { WithDeleted = true })).Count);
        await Catalog.Runs.ChangeAsync("b", new RunChange { IsDeleted = false });
        Assert.Equal("cba", await FindAsync(new RunSearch()));
    }

    [Fact]
    public async Task Change_StatusOfARunElsewhere_GoesAnyWay()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r", IsElsewhere = true });
        await Catalog.Runs.ChangeAsync("r", new RunChange { Name = "other", Status = RunStatus.Finished, EndedAt = T0 });
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal(("other", RunStatus.Finished, T0), (run.Name, run.Status, run.EndedAt!.Value));
        await Catalog.Runs.ChangeAsync("r", new RunChange { Status = RunStatus.Running });
        run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Running, null), (run.Status, run.EndedAt));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Runs.ChangeAsync("nobody", new RunChange()));
    }

    private async Task<string> FindAsync(RunSearch search) => string.Concat((await Catalog.Runs.SearchAsync(search)).Select(r => r.Id));

    private static Dictionary<string, string> P(params string[] pairs) => pairs.Chunk(2).ToDictionary(p => p[0], p => p[1]);
}
