using AiInfra.Core.Rows;
using AiInfra.Learning;
using AiInfra.Support.Logging;

namespace AiInfra.Tests.Learning;

public sealed class NewClassesTests
{
    private static readonly RowSchema s_schema = new([new Column("x", ValueKind.Number)]);
    private readonly LogLines _log = new();

    [Fact]
    public void Take_OneMistypedLabel_WaitsAndIsNamed()
    {
        NewClasses classes = Create();
        Assert.Single(classes.Take(Row(1), "yes"));
        Assert.Empty(classes.Take(Row(2), "Yes"));
        Assert.Empty(classes.Take(Row(3), "Yes"));
        Assert.Equal(2, classes.Held);
        string line = Assert.Single(_log.Texts, l => l.Contains("none of its classes", StringComparison.Ordinal));
        Assert.Contains("'Yes'", line, StringComparison.Ordinal);
        Assert.Contains("no, yes", line, StringComparison.Ordinal);
        Assert.Contains("Is 'yes' meant?", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AsManyAsAreAskedFor_LearnsAllOfThemInTheirOrder()
    {
        NewClasses classes = Create();
        Assert.Empty(classes.Take(Row(1), "maybe"));
        Assert.Empty(classes.Take(Row(2), "maybe"));
        Assert.Equal([1d, 2d, 3d], classes.Take(Row(3), "maybe").Select(r => r.Inputs[0].AsNumber()));
        Assert.Single(classes.Take(Row(4), "maybe"));
        Assert.Equal(0, classes.Held);
        Assert.Contains(_log.Texts, l => l.Contains("new class", StringComparison.Ordinal) && l.Contains("'maybe'", StringComparison.Ordinal));
    }

    [Fact]
    public void Take_LabelsThatAreAllDifferent_AreCountedWithoutEnd()
    {
        NewClasses classes = Create();
        for (int i = 0; i < 5000; i++)
        {
            Assert.Empty(classes.Take(Row(i), $"id-{i}"));
        }

        Assert.Equal(5000, classes.Held);
        Assert.Equal(1000, _log.Texts.Count);
    }

    private NewClasses Create()
    {
        var classes = new NewClasses(3, "late", _log);
        classes.Begin(["no", "yes"]);
        return classes;
    }

    private static Row Row(double x) => new(s_schema, [x]);
}
