using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Tests.Predictions;

public class PredictionSetTests
{
    [Fact]
    public void Build_OneProbabilityOfTwoClasses_IsTheSeconds()
    {
        PredictionSet set = new PredictionSetBuilder(new ClassLabels(["no", "yes"])).Add(null, "yes", [0.7]).Add(null, "no", [0.2]).Build();
        Assert.Equal([1, 0], set.Predicted.ToArray());
        Assert.Equal([0.7, 0.8], [set[0].Probabilities[1], set[1].Probabilities[0]]);
    }

    [Fact]
    public void Add_NumberLabel_MatchesTextOfTheSet() =>
        Assert.Equal(1, new PredictionSetBuilder(ClassLabels.Binary).Add(null, 1.0, Value.Of("0")).Build().Labels[0]);

    [Fact]
    public void Add_TextAsNumber_NamesRowAndKind() =>
        Assert.Contains("row 0 is 'x' of kind Text", Assert.Throws<ArgumentException>(() => new PredictionSetBuilder().Add(null, "x", Value.Of(1.0))).Message);

    [Fact]
    public void Build_InputsOfSomeRowsOnly_SaysSo()
    {
        var row = new Row(new RowSchema([new("x", ValueKind.Number)]), [1.0]);
        Assert.Contains("give them to all or none", Assert.Throws<InvalidOperationException>(() => new PredictionSetBuilder().Add(row, 1.0, Value.Of(1.0)).Add(null, 1.0, Value.Of(1.0)).Build()).Message);
    }

    [Fact]
    public void Build_NoRow_SaysSo() => Assert.Contains("no row", Assert.Throws<ArgumentException>(() => new PredictionSetBuilder().Build()).Message);

    [Fact]
    public void ClassLabels_OneLabel_Refused() => Assert.Contains("only 'a'", Assert.Throws<ArgumentException>(() => new ClassLabels(["a"])).Message);

    [Fact]
    public void ClassLabels_LabelTwice_Refused() => Assert.Contains("'a' appears twice", Assert.Throws<ArgumentException>(() => new ClassLabels(["a", "b", "a"])).Message);

    [Fact]
    public void Ids_NotGiven_AreRowNumbers() => Assert.Equal(["0", "1"], PredictionSet.OfValues([1, 2], [1, 2]).Ids);

    [Fact]
    public void Ids_GivenTwice_NamesBothRows() =>
        Assert.Contains("'a' is given twice, at 0 and 2", Assert.Throws<ArgumentException>(() => PredictionSet.OfValues([1, 2, 3], [1, 2, 3], ids: ["a", "b", "a"])).Message);

    [Fact]
    public void Ids_OtherNumber_SaysBoth() =>
        Assert.Contains("1 predictions but 2 ids", Assert.Throws<ArgumentException>(() => PredictionSet.OfValues([1], [1], ids: ["a", "b"])).Message);

    [Fact]
    public void Build_Ids_AreKept() => Assert.Equal(["k"], new PredictionSetBuilder().Add(null, 1.0, Value.Of(1.0), id: "k").Build().Ids);

    [Fact]
    public void Build_IdsOfSomeRowsOnly_SaysSo() =>
        Assert.Contains("give one to all or none", Assert.Throws<InvalidOperationException>(() => new PredictionSetBuilder().Add(null, 1.0, Value.Of(1.0), id: "k").Add(null, 1.0, Value.Of(1.0)).Build()).Message);

    [Fact]
    public void Take_Rows_KeepsWhatBelongsToThem()
    {
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [0, 1, 1], [0.2, 0.7, 0.4], [1, 2, 3], ids: ["a", "b", "c"]).Take([2, 0]);
        Assert.Equal(["c", "a"], set.Ids);
        Assert.Equal((1, 0, 0.4, 3.0), (set[0].Label, set[0].Predicted, set[0].Probabilities[1], set[0].Weight));
    }

    [Fact]
    public void Column_Unknown_ListsColumns()
    {
        var row = new Row(new RowSchema([new("x", ValueKind.Number)]), [1.0]);
        Assert.Contains("Columns: x", Assert.Throws<ArgumentException>(() => PredictionSet.OfValues([1], [1], inputs: [row]).Column("y")).Message);
    }
}
