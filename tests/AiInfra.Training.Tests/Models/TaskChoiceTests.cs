using AiInfra.Core.Rows;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Tests.Models;

/// <summary>What a column is learned as where nobody says.</summary>
public sealed class TaskChoiceTests
{
    private static IEnumerable<Value> Repeated(int times, params Value[] values) => Enumerable.Range(0, times).SelectMany(_ => values);

    private static Value[] Whole(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (Value)(double)i)];

    public static TheoryData<string, Value[], ModelTask> Columns => new()
    {
        { "0 and 1", [.. Repeated(50, 0, 1)], ModelTask.Classification },
        { "two whole numbers far apart", [.. Repeated(5, 0, 255)], ModelTask.Classification },
        { "digits", [.. Repeated(20, Whole(0, 10))], ModelTask.Classification },
        { "ratings with a hole", [.. Repeated(20, 1, 2, 4, 5)], ModelTask.Classification },
        { "booleans", [.. Repeated(20, true, false)], ModelTask.Classification },
        { "texts", [.. Repeated(20, "yes", "no")], ModelTask.Classification },
        { "few texts of numbers", [.. Repeated(20, "1", "2", "3")], ModelTask.Classification },
        { "mostly missing 0 and 1", [.. Repeated(500, Value.Missing), 0, 1, 0, 1], ModelTask.Classification },
        { "many doubles", [.. Enumerable.Range(0, 686).Select(i => (Value)(i * 1.37))], ModelTask.Regression },
        { "many whole numbers", [.. Repeated(6, Whole(1, 686))], ModelTask.Regression },
        { "few values with fractions", [.. Repeated(50, 0.5, 1, 1.5, 2)], ModelTask.Regression },
        { "two values with fractions", [.. Repeated(50, 0.1, 0.9)], ModelTask.Regression },
        { "prices in thousands", [.. Repeated(9, [.. Whole(50, 13).Select(v => (Value)(v.AsNumber() * 1000))])], ModelTask.Regression },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Of_Column_DecidesAndSaysWhy(string name, Value[] values, ModelTask task)
    {
        var choice = TaskChoice.Of(name, values);
        Assert.Equal(task, choice.Task);
        Assert.NotEmpty(choice.Reason);
    }

    public static TheoryData<string, Value[], string> Ambiguous => new()
    {
        { "few rows of few whole numbers", Whole(1, 15), "Say which" },
        { "codes or amounts", [.. Repeated(50, 200, 404, 500)], "codes or amounts" },
        { "many texts of numbers", [.. Enumerable.Range(0, 60).Select(i => (Value)$"{i}")], "texts that read as numbers" },
        { "names", [.. Enumerable.Range(0, 60).Select(i => (Value)$"name {i}")], "too many for classes" },
        { "texts of numbers, one with a blank", [.. Enumerable.Range(0, 60).Select(i => (Value)(i == 7 ? " 7" : $"{i}"))], "too many for classes" },
        { "texts of numbers, one beyond all doubles", [.. Enumerable.Range(0, 60).Select(i => (Value)(i == 7 ? "1e400" : $"{i}"))], "too many for classes" },
        { "times", [DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1)], "neither classes nor numbers" },
        { "one number", [.. Repeated(60, 40_000)], "one value only" },
        { "nothing", [.. Repeated(60, Value.Missing)], "missing in all 60 rows" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public void Of_ColumnThatCouldBeEither_IsRefusedWithWhatToDo(string name, Value[] values, string expected)
    {
        string message = Assert.Throws<TabularException>(() => TaskChoice.Of(name, values)).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Asked_IsAsAsked()
    {
        Assert.Equal(new TaskChoice(ModelTask.Regression, "as asked"), TaskChoice.Of("x", Repeated(50, 0, 1), ModelTask.Regression));
        Assert.Equal(ModelTask.Classification, TaskChoice.Of("x", Repeated(50, Whole(0, 40)), ModelTask.Classification).Task);
    }

    [Fact]
    public void Of_ClassesThatHardlyComeTwice_AreRefusedAlsoWhenAskedFor() =>
        Assert.Contains("Learn it by regression", Assert.Throws<TabularException>(() => TaskChoice.Of("x", Whole(0, 686), ModelTask.Classification)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Fit_WithoutATask_DecidesByTheTargetAndTells()
    {
        var trainer = new TabularTrainer(new TabularOptions { Epochs = 1 });
        using TabularModel price = await trainer.FitAsync(Tables.Make(200), "price");
        using TabularModel open = await trainer.FitAsync(Tables.Make(200), "open");
        Assert.Equal((ModelTask.Regression, ModelTask.Classification), (price.Task, open.Task));
        Assert.Contains("are numbers", price.TaskReason, StringComparison.Ordinal);
    }
}
