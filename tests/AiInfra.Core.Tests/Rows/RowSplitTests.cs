using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests.Rows;

public sealed class RowSplitTests
{
    private static readonly RowSchema s_schema = new([new("n", ValueKind.Number), new("label", ValueKind.Text)]);
    private static readonly Row[] s_rows = [.. Enumerable.Range(0, 1000).Select(i => new Row(s_schema, [i, i < 100 ? "rare" : "common"]))];

    [Theory]
    [InlineData(0.25, 250)]
    [InlineData(0.1, 100)]
    [InlineData(0.3333, 333)]
    public void Random_Share_IsExactAndEveryRowIsInOnePart(double share, int expected)
    {
        (Row[] train, Row[] test) = RowSplit.Random(s_rows, share, seed: 3);
        Assert.Equal(expected, test.Length);
        Assert.Equal(s_rows, train.Concat(test).OrderBy(r => r["n"].AsNumber()));
        Assert.Equal(test.OrderBy(r => r["n"].AsNumber()), test);
    }

    [Fact]
    public void Random_Seed_DrawsTheSameAgainAndAnotherDrawsOthers()
    {
        Assert.Equal(RowSplit.Random(s_rows, seed: 1).Test, RowSplit.Random(s_rows, seed: 1).Test);
        Assert.NotEqual(RowSplit.Random(s_rows, seed: 1).Test, RowSplit.Random(s_rows, seed: 2).Test);
    }

    [Fact]
    public void Random_SortedByClass_TestHasBoth() =>
        Assert.Equal(2, RowSplit.Random(s_rows, seed: 5).Test.Select(r => r["label"]).Distinct().Count());

    [Theory]
    [InlineData(0.25, 25)]
    [InlineData(0.333, 33)]
    public void Stratified_RareClass_HasItsShareToTheRow(double share, int rare)
    {
        (Row[] train, Row[] test) = RowSplit.Stratified(s_rows, "label", share, seed: 7);
        Assert.Equal(rare, test.Count(r => r["label"] == "rare"));
        Assert.Equal((int)Math.Round(1000 * share), test.Length);
        Assert.Equal(1000, train.Length + test.Length);
    }

    [Fact]
    public void Stratified_ManySmallStrata_TotalIsStillExact()
    {
        Row[] rows = [.. Enumerable.Range(0, 90).Select(i => new Row(s_schema, [i, $"c{i / 3}"]))];
        Assert.Equal(23, RowSplit.Stratified(rows, "label", 0.25).Test.Length);   // 22.5
    }

    [Fact]
    public void ByOrder_LastRows_AreTheTest()
    {
        (Row[] train, Row[] test) = RowSplit.ByOrder(s_rows, 0.2);
        Assert.Equal((800, 800.0), (train.Length, test[0]["n"].AsNumber()));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Folds_EveryRow_IsTestedOnceAndStrataAreEven(int folds)
    {
        IReadOnlyList<(Row[] Train, Row[] Test)> all = RowSplit.Folds(s_rows, folds, seed: 1, stratum: r => r["label"]);
        Assert.Equal(s_rows, all.SelectMany(f => f.Test).OrderBy(r => r["n"].AsNumber()));
        Assert.All(all, f => Assert.Equal(1000, f.Train.Length + f.Test.Length));
        Assert.InRange(all.Max(f => f.Test.Length) - all.Min(f => f.Test.Length), 0, 1);
        int[] rare = [.. all.Select(f => f.Test.Count(r => r["label"] == "rare"))];
        Assert.InRange(rare.Max() - rare.Min(), 0, 1);
    }

    [Fact]
    public void Split_NoRowForAPart_SaysSo()
    {
        Assert.Contains("no row", Assert.Throws<ArgumentException>(() => RowSplit.Random(s_rows[..1], 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("3", Assert.Throws<ArgumentException>(() => RowSplit.Folds(s_rows[..3], 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSplit.Random(s_rows, 1));
        Assert.Throws<ArgumentException>(() => RowSplit.Stratified(s_rows, "nothing"));
    }

    [Fact]
    public void Split_RowsOrColumns_GiveTheSameParts()
    {
        RowBatch batch = RowBatch.Of(s_rows);
        Assert.Equal(Numbers(RowSplit.Random(s_rows, seed: 4)), Numbers(RowSplit.Random(batch, seed: 4)));
        Assert.Equal(Numbers(RowSplit.Stratified(s_rows, "label", seed: 4)), Numbers(RowSplit.Stratified(batch, "label", seed: 4)));
        Assert.Equal(Numbers(RowSplit.ByOrder(s_rows)), Numbers(RowSplit.ByOrder(batch)));
        Assert.Equal(RowSplit.Folds(s_rows, seed: 4).Select(f => Numbers(f)), RowSplit.Folds(batch, seed: 4).Select(f => Numbers(f)));
    }

    private static string Numbers((IReadOnlyList<Row> Train, IReadOnlyList<Row> Test) parts) =>
        $"{string.Join(",", parts.Train.Select(r => r["n"]))} / {string.Join(",", parts.Test.Select(r => r["n"]))}";
}
