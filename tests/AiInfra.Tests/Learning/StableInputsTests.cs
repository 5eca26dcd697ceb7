using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Learning;
using AiInfra.Serving.Runtimes;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

/// <summary>What callers send stays the same from version to version, whatever a window of rows had to teach.</summary>
public sealed class StableInputsTests
{
    [Fact]
    public async Task Start_ColumnThatNeverChangesYet_IsAnInputFromTheFirstVersionOn()
    {
        await using var rig = new Rig();
        var world = new World(1);
        await rig.Loop.StartAsync([.. world.Rows(300).Select(r => With(r, "season", "winter"))]);
        Assert.Equal(["color", "season", "x", "y"], Inputs(rig));
    }

    [Fact]
    public async Task Retraining_ColumnsThatBeginAndCeaseToVary_AreInputsOfEveryVersion()
    {
        await using var rig = new Rig();
        var world = new World(1);
        await rig.Loop.StartAsync([.. world.Rows(300).Select(r => With(r, "season", "winter"))]);
        Assert.Equal(1, rig.Loop.Status.Champion);

        // The season begins to tell; the colour stands still.
        world.Turned = true;
        List<Row> rows = [.. world.Rows(400).Select((r, i) => With(new Row(r.Schema, [r[0], r[1], "red", r[3]]), "season", i % 2 == 0 ? "winter" : "summer"))];
        await StreamAsync(rig, rows);
        Assert.DoesNotContain(rig.Events, e => e.Kind == LearningEventKind.Failure);
        Assert.True(rig.Loop.Status.Champion > 1, string.Join("; ", rig.Events.Select(e => e.Message)));
        Assert.Equal(["color", "season", "x", "y"], Inputs(rig));
    }

    [Fact]
    public void Restrict_ColumnThatTheChampionDoesNotTake_IsLeftOutAndNamed()
    {
        RowBatch rows = RowBatch.Of([.. new World(1).Rows(3).Select(r => With(r, "weight", 7))]);
        RowBatch kept = StableInputs.Restrict(rows, World.Target, Signature("x", "y", "color"), out IReadOnlyList<string> left);
        Assert.Equal(["weight"], left);
        Assert.Equal(["x", "y", "color", World.Target], kept.Schema.Columns.Select(c => c.Name));
        Assert.Equal(rows[World.Target][2], kept[World.Target][2]);
    }

    [Fact]
    public void Restrict_NoChampionOrOneOfOtherInputs_KeepsAll()
    {
        RowBatch rows = RowBatch.Of(new World(1).Rows(3));
        Assert.Same(rows, StableInputs.Restrict(rows, World.Target, null, out _));
        Assert.Same(rows, StableInputs.Restrict(rows, World.Target, Signature("x", "y", "color"), out _));
        Assert.Same(rows, StableInputs.Restrict(rows, World.Target, Signature("somebody elses input"), out IReadOnlyList<string> left));
        Assert.Empty(left);
    }

    private static ModelSignature Signature(params string[] inputs) =>
        new(inputs.Select(i => new TensorSpec(i, TensorType.Float64, [-1, 1])), [new TensorSpec("value", TensorType.Float64, [-1, 1])]);

    private static string[] Inputs(Rig rig) => [.. rig.Deployment.Signature!.Inputs.Select(i => i.Name).Order(StringComparer.Ordinal)];

    private static async Task StreamAsync(Rig rig, IReadOnlyList<Row> rows)
    {
        RowSchema? schema = null;
        for (int i = 0; i < rows.Count; i++)
        {
            schema ??= rows[i].Schema.Without(World.Target);
            RowPrediction answer = await rig.Deployment.PredictAsync(new Row(schema, [.. rows[i].Values[..^1]]));
            rig.Signals.Publish(new Feedback(answer.Id, rows[i][World.Target], DateTimeOffset.UnixEpoch.AddSeconds(i)));
            await rig.Loop.RunDueAsync();
        }
    }

    /// <summary>The row with a column more, before the target.</summary>
    private static Row With(Row row, string column, Value value)
    {
        int last = row.Schema.Count - 1;
        ValueKind kind = value.Kind;
        return new Row(
            s_schemas.GetOrAdd((column, row.Schema), k => new RowSchema([.. k.Item2.Columns.Take(last), new Column(column, kind), k.Item2.Columns[last]])),
            [.. row.Values[..last], value, row[last]]);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string, RowSchema), RowSchema> s_schemas = new();
}
