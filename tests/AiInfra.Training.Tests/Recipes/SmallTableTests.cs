using AiInfra.Core.Rows;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>Tables of a few hundred rows, made so that the best attainable score is known: the defaults come near it.</summary>
public sealed class SmallTableTests
{
    private const int Columns = 16;

    public static TheoryData<string> Recipes => ["network", "linear", "trainer"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Votes_ThreeHundredRows_ComesNearTheNoise(string recipe)
    {
        // The class follows the sum of 16 votes, one in twenty is turned round: 95 % is the most that can be known.
        (Row[] rows, Row[] fresh) = (Votes(300, 1), Votes(2000, 2));
        TrainedModel model = await TrainAsync(recipe, rows, ModelTask.Classification);

        double accuracy = Answers.Accuracy(model, fresh, "y");
        Assert.True(accuracy > 0.85, $"{accuracy} of 0.95");
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Tips_TwoHundredRows_ComesNearTheNoise(string recipe)
    {
        // Four fifths of the variance follow the columns.
        (Row[] rows, Row[] fresh) = (Tips(200, 1), Tips(2000, 2));
        TrainedModel model = await TrainAsync(recipe, rows, ModelTask.Regression);

        double[] said = Answers.Of(model, fresh, ModelTask.Regression), true_ = [.. fresh.Select(r => r["y"].AsNumber())];
        double mean = true_.Average(), r2 = 1 - (said.Zip(true_, (a, b) => (a - b) * (a - b)).Sum() / true_.Sum(t => (t - mean) * (t - mean)));
        Assert.True(r2 > 0.7, $"r2 {r2} of 0.8");
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Spills_RareClass_IsToldFromTheRest(string recipe)
    {
        // One row in twenty is of the rare class, beyond 1.645 standard deviations of a sum. The linear model can know it; networks find a part, where they once answered the frequent class alone.
        (Row[] rows, Row[] fresh) = (Spills(1500, 1), Spills(4000, 2));
        TrainedModel model = await TrainAsync(recipe, rows, ModelTask.Classification);

        string[] said = Answers.Labels(model, fresh);
        double found = said.Zip(fresh).Where(p => p.Second["y"].AsText() == "spill").Average(p => p.First == "spill" ? 1.0 : 0);
        Assert.True(found > (recipe == "linear" ? 0.7 : 0.2), $"{found} of the rare rows found");
    }

    private static async Task<TrainedModel> TrainAsync(string recipe, Row[] rows, ModelTask task)
    {
        if (recipe == "trainer")
        {
            using TabularModel model = await new TabularTrainer().FitAsync(rows, "y", task);
            return new TrainedModel(model.ToOnnx().ToBytes());
        }

        ITrainingRecipe trains = recipe == "linear" ? new LinearRecipe() : new TabularRecipe();
        return await trains.TrainAsync(new TrainingRequest { Rows = RowBatch.Of(rows), Target = "y", Task = task, Seed = 0, RunId = "" });
    }

    private static Row[] Votes(int count, int seed)
    {
        var random = new Random(seed);
        var schema = new RowSchema([.. Enumerable.Range(0, Columns).Select(i => new Column($"v{i}", ValueKind.Text)), new Column("y", ValueKind.Text)]);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            bool[] votes = [.. Enumerable.Range(0, Columns).Select(_ => random.Next(2) == 0)];
            bool party = votes.Select((v, i) => v == (i % 2 == 0) ? 1 : -1).Sum() + 0.5 > 0;
            return new Row(schema, [.. votes.Select(v => (Value)(v ? "y" : "n")), party != (random.Next(20) == 0) ? "left" : "right"]);
        })];
    }

    private static Row[] Tips(int count, int seed)
    {
        var random = new Random(seed);
        var schema = new RowSchema([new("bill", ValueKind.Number), new("size", ValueKind.Number), new("day", ValueKind.Text), new("smoker", ValueKind.Boolean), new("y", ValueKind.Number)]);
        string[] days = ["Thu", "Fri", "Sat", "Sun"];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double bill = 5 + (40 * random.NextDouble());
            int size = 1 + random.Next(6), day = random.Next(4);
            double known = (0.1 * bill) + (0.5 * size) + (day == 3 ? 1 : 0);
            return new Row(schema, [bill, (double)size, days[day], random.Next(2) == 0, known + (0.75 * Normal(random))]);
        })];
    }

    private static Row[] Spills(int count, int seed)
    {
        var random = new Random(seed);
        var schema = new RowSchema([.. Enumerable.Range(0, Columns).Select(i => new Column($"x{i}", ValueKind.Number)), new Column("y", ValueKind.Text)]);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] x = [.. Enumerable.Range(0, Columns).Select(_ => Normal(random))];
            return new Row(schema, [.. x.Select(v => (Value)v), (x[0] + x[1] + x[2] + x[3]) / 2 > 1.645 ? "spill" : "sea"]);
        })];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
