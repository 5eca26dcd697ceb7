using AiInfra.Core.Rows;
using JudgeModel;

namespace AiInfra.Evaluation.Tests.Samples;

/// <summary>What samples/JudgeModel takes a table for.</summary>
public class JudgedKindsTests
{
    [Fact]
    public void Of_SharesBesideTwoClasses_Probabilities() => Is(JudgedKind.Probabilities, ["no", "yes", "yes"], [0.1, 0.8, 1], [0, 0.3, 0.9], "probabilities of 'yes'");

    [Fact]
    public void Of_SharesBesideZeroAndOne_Probabilities() => Is(JudgedKind.Probabilities, [0, 1, 1], [0.1, 0.8, 1], [0, 0.3, 0.9], "probabilities of '1'");

    [Fact]
    public void Of_TextClasses_Classes() => Is(JudgedKind.Classes, ["a,b", "ç", "d"], ["a,b", "d", "d"], ["ç", "ç", "d"], "predicted classes, 3 of them: 'a,b', 'd', 'ç'");

    [Fact]
    public void Of_NumberedClasses_ClassesInOrderOfNumbers() => Is(JudgedKind.Classes, [2, 10, 2, 3], [2, 2, 2, 3], [10, 10, 2, 3], "classes, 3 of them: '2', '3', '10'");

    [Fact]
    public void Of_ZeroAndOneEverywhere_Classes() => Is(JudgedKind.Classes, [0, 1, 1, 0], [0, 0, 1, 1], [1, 1, 1, 0], "2 of them: '0', '1'");

    [Fact]
    public void Of_Amounts_Numbers() => Is(JudgedKind.Numbers, [1.5, 20, 3], [1, 21.5, 3], [2, 19, 4], "are numbers");

    [Fact]
    public void Of_ClassThatIsNeverTrue_NamesColumnAndRow() =>
        Says("Column 'b' is 'other' in row 2", ["no", "yes"], ["no", "yes"], ["no", "other"]);

    [Fact]
    public void Of_ThreeClassesWithShares_SaysTwo() => Says("Column 'y' has 3 classes ('x', 'y', 'z')", ["x", "y", "z"], [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]);

    [Fact]
    public void Of_KindAskedForThatDoesNotFit_NamesColumnAndRow() => Says("Column 'a' is '1.5' in row 2", [0, 1], [0.5, 1.5], [0.5, 0.5], JudgedKind.Probabilities);

    [Fact]
    public void Of_OneClass_SaysNothingToTellApart() => Says("'y' is no in all 2 rows", ["no", "no"], ["no", "no"], ["no", "no"]);

    private static void Is(JudgedKind kind, Value[] truth, Value[] a, Value[] b, string words)
    {
        var found = JudgedKinds.Of(Rows(truth, a, b), "y", "a", "b", null);
        Assert.Equal(kind, found.Kind);
        Assert.Contains(words, found.Understood);
    }

    private static void Says(string words, Value[] truth, Value[] a, Value[] b, JudgedKind? asked = null) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => JudgedKinds.Of(Rows(truth, a, b), "y", "a", "b", asked)).Message);

    private static Row[] Rows(Value[] truth, Value[] a, Value[] b)
    {
        var schema = new RowSchema([new("y", truth[0].Kind), new("a", a[0].Kind), new("b", b[0].Kind)]);
        return [.. truth.Select((t, i) => new Row(schema, [t, a[i], b[i]]))];
    }
}
