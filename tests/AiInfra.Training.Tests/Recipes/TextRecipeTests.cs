using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>Messages as they were written, in a column of text, by every recipe.</summary>
public sealed class TextRecipeTests
{
    [Fact]
    public async Task Linear_Messages_TellsSpam() => await TellsSpamAsync(new LinearRecipe(), 0.95);

    [Fact]
    public async Task Network_Messages_TellsSpam() => await TellsSpamAsync(new TabularRecipe(), 0.95);

    private static async Task TellsSpamAsync(ITrainingRecipe recipe, double least)
    {
        string path = SharedData.Require("SMSSpamCollection.tsv");
        var rows = new List<Row>();
        await foreach (SourceBatch batch in new CsvSource(path, new CsvOptions { Delimiter = '\t', Quotes = false }).ReadAsync())
        {
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(batch.Rows.Row));
        }

        string target = rows[0].Schema.Columns[0].Name;
        Row[] learned = [.. rows.Where((_, i) => i % 4 != 3)], held = [.. rows.Where((_, i) => i % 4 == 3)];
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = RowBatch.Of(learned), Target = target, Task = ModelTask.Classification, Seed = 0, RunId = "" });

        string[] said = Answers.Labels(model, held);
        bool[] spam = [.. held.Select(r => r[target].AsText() == "spam")];
        double hits = said.Zip(spam).Count(p => p.Second && p.First == "spam"), wrong = said.Zip(spam).Count(p => p.Second != (p.First == "spam"));
        double f1 = 2 * hits / ((2 * hits) + wrong);
        TestContext.Current.SendDiagnosticMessage($"{recipe.GetType().Name}: F1 {f1}");
        Assert.True(f1 >= least, $"F1 of spam {f1} over {held.Length} messages, {spam.Count(s => s)} of them spam\n{model.Report}");
    }
}
