using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Learning;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

/// <summary>One stream whose concept turns over after 60 rows, told by several facts.</summary>
public sealed class ConceptChangeTests(ConceptChangeTests.Played played) : IClassFixture<ConceptChangeTests.Played>
{
    private readonly Rig _rig = played.Rig;
    private readonly List<Row> _stream = played.Stream;
    private readonly bool[] _right = played.Right;

    [Fact]
    public async Task SuddenChange_Monitored_PromotesAndBeatsTheFrozenModel()
    {
        bool[] frozen = await _rig.FrozenAsync(_stream);

        Assert.True(_rig.Loop.Status.Promotions >= 1, string.Join('\n', _rig.Events.Select(e => e.Message)));
        double learned = Share(_right.TakeLast(100)), left = Share(frozen.TakeLast(100));
        Assert.True(learned > left + 0.2, $"{learned} against {left}");

        // From an answer back to the rows it was learned from.
        await _rig.FlushAsync();
        List<LoggedSignal> logged = [];
        await foreach (LoggedSignal one in _rig.Store.Catalog.Predictions.ReadAsync(new PredictionQuery { Deployment = Rig.Name, Newest = 1 }))
        {
            logged.Add(one);
        }

        int version = logged[0].Signal.Version;
        Assert.True(version > 1);
        IReadOnlyList<LineageEdge> from = await _rig.Store.Catalog.Lineage.UpstreamAsync(LineageNode.Deployment(Rig.Name));
        Assert.Contains(from, e => e.From == LineageNode.ModelVersion(Rig.Name, version));
        ModelVersion registered = (await _rig.Store.Catalog.Models.FindAsync(Rig.Name, version))!;
        Assert.Contains(from, e => e.From == LineageNode.Run(registered.RunId!) && e.To == LineageNode.ModelVersion(Rig.Name, version));
        Assert.Contains(from, e => e.From == LineageNode.Dataset(registered.DatasetCommitId!) && e.To == LineageNode.Run(registered.RunId!));
        Dataset rows = await new DatasetRepository(_rig.Store.Catalog, _rig.Store.Artifacts).OpenCommitAsync(registered.DatasetCommitId!);
        // The usual window is 150 rows; that since the change is shorter, or longer later on.
        Assert.InRange(rows.Rows, 50, 500);

        // What was decided is in the catalog with its numbers.
        IReadOnlyList<CatalogEvent> gates = await _rig.Store.Catalog.Events.ListAsync(new EventQuery { Subject = Rig.Name, Kind = "gate" });
        Assert.NotEmpty(gates);
        Assert.All(_rig.Events.Where(e => e.Kind == LearningEventKind.Promotion && e.Reason != LearningReason.First), e => Assert.NotNull(e.Gate));
    }

    [Fact]
    public async Task TwoRuns_OneSeed_SameEvents()
    {
        await using var again = new Rig();
        (_, bool[] right) = await PlayAsync(again);

        Assert.Equal(_rig.Events.Select(Told), again.Events.Select(Told));
        Assert.Equal(_right, right);
    }

    private static string Told(LearningEvent e) => $"{e.Kind} {e.Reason} {e.Labelled} {e.Version} {e.Message}";

    private static double Share(IEnumerable<bool> right) => right.Average(r => r ? 1.0 : 0);

    private static async Task<(List<Row>, bool[])> PlayAsync(Rig rig)
    {
        var world = new World(1);
        await rig.Loop.StartAsync(world.Rows(300));
        List<Row> stream = world.Rows(60);
        world.Turned = true;
        stream.AddRange(world.Rows(440));
        return (stream, await rig.StreamAsync(stream));
    }

    public sealed class Played : IAsyncLifetime
    {
        internal Rig Rig { get; } = new();

        internal List<Row> Stream { get; private set; } = [];

        internal bool[] Right { get; private set; } = [];

        public async ValueTask InitializeAsync() => (Stream, Right) = await PlayAsync(Rig);

        public ValueTask DisposeAsync() => Rig.DisposeAsync();
    }
}
