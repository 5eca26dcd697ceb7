using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;

namespace AiInfra.Evaluation.Tests.Slices;

public class SlicerTests
{
    [Fact]
    public void ColumnSlicer_ManyNumbers_RangesWithEqualRows()
    {
        IReadOnlyList<Slice> slices = new ColumnSlicer("x", ranges: 4).Cut(Set(Enumerable.Range(0, 100).Select(i => Value.Of((double)i))));
        Assert.Equal(["0 to 24", "25 to 49", "50 to 74", "75 to 99"], slices.Select(s => s.Name));
        Assert.All(slices, s => Assert.Equal(25, s.Rows.Count));
    }

    [Fact]
    public void ColumnSlicer_ManyTexts_RareOnesShareASlice()
    {
        IReadOnlyList<Slice> slices = new ColumnSlicer("x", maximum: 2).Cut(Set("aaabbcd".Select(c => Value.Of(c.ToString()))));
        Assert.Equal([("a", 3), ("b", 2), (ColumnSlicer.Other, 2)], slices.Select(s => (s.Name, s.Rows.Count)));
    }

    [Fact]
    public void ColumnSlicer_MissingValues_HaveTheirOwn()
    {
        IReadOnlyList<Slice> slices = new ColumnSlicer("x").Cut(Set([Value.Missing, "a", Value.Missing]));
        Assert.Equal([0, 2], slices.Single(s => s.Name == ColumnSlicer.Missing).Rows);
    }

    [Fact]
    public void ColumnSlicer_AllMissing_OneSlice() =>
        Assert.Equal(2, Assert.Single(new ColumnSlicer("x").Cut(Set([Value.Missing, Value.Missing]))).Rows.Count);

    [Fact]
    public void ColumnSlicer_Always_CoversEveryRowOnce()
    {
        IReadOnlyList<Slice> slices = new ColumnSlicer("x", maximum: 3).Cut(Set(Enumerable.Range(0, 57).Select(i => i % 11 == 0 ? Value.Missing : Value.Of((double)(i * i % 23)))));
        Assert.Equal(Enumerable.Range(0, 57), slices.SelectMany(s => s.Rows).Order());
    }

    [Fact]
    public void ColumnSlicer_UnknownColumn_ListsColumns() =>
        Assert.Contains("Columns: x", Assert.Throws<ArgumentException>(() => new ColumnSlicer("y").Cut(Set(["a"]))).Message);

    [Fact]
    public void ColumnSlicer_NoInputs_SaysWhatToDo() =>
        Assert.Contains("slices need them", Assert.Throws<InvalidOperationException>(() => new ColumnSlicer("x").Cut(PredictionSet.OfValues([1], [1]))).Message);

    [Fact]
    public void Cut_WithIds_EverySliceKeepsThem()
    {
        PredictionSet set = PredictionSet.OfValues([1, 2, 3], [1, 2, 3], inputs: [Of("a"), Of("b"), Of("a")], ids: ["x", "y", "z"]);
        Assert.Equal(["x", "z"], new ColumnSlicer("x").Cut(set)[0].Ids);
        Assert.Equal(["y"], new PredicateSlicer("b", r => r["x"] == "b").Cut(set)[0].Ids);
        Assert.Equal(["x", "z"], new ExpressionSlicer("x = 'a'").Cut(set)[0].Ids);
    }

    [Fact]
    public void RecordSlicer_TypedExpression_OneSliceAValue()
    {
        (string Name, int Age)[] people = [("a", 70), ("b", 20), ("c", 65)];
        IReadOnlyList<Slice> slices = new RecordSlicer<(string Name, int Age)>("senior", people, p => p.Age >= 60).Cut(PredictionSet.OfValues([1, 2, 3], [1, 2, 3]));
        Assert.Equal([("false", 1), ("true", 2)], slices.Select(s => (s.Name, s.Rows.Count)));
    }

    [Fact]
    public void RecordSlicer_OtherLength_SaysBoth() =>
        Assert.Contains("cuts 2 records, but there are 1 predictions", Assert.Throws<ArgumentException>(() => new RecordSlicer<int>("n", [1, 2], n => n).Cut(PredictionSet.OfValues([1], [1]))).Message);

    private static Row Of(string x) => new(new RowSchema([new("x", ValueKind.Text)]), [x]);

    private static PredictionSet Set(IEnumerable<Value> column)
    {
        var schema = new RowSchema([new("x", ValueKind.Text)]);
        Row[] rows = [.. column.Select(v => new Row(schema, [v]))];
        return PredictionSet.OfValues(new double[rows.Length], new double[rows.Length], inputs: rows);
    }
}
