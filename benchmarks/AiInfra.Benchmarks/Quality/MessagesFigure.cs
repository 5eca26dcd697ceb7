using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Support;
using AiInfra.Training.Recipes;

namespace AiInfra.Benchmarks.Quality;

/// <summary>A recipe on short messages as they were written: F1 of spam, every fourth message kept apart.</summary>
internal sealed class MessagesFigure(string model, Func<ITrainingRecipe> recipe) : IQualityFigure
{
    public string Name => $"sms {model}";

    public string Measure => "F1 of spam, every fourth message";

    public double? Goal => 0.95;

    public async Task<double?> RunAsync(int seed)
    {
        if (SharedFiles.Find("data/SMSSpamCollection.tsv") is not { } path)
        {
            return null;
        }

        var rows = new List<Row>();
        await foreach (SourceBatch batch in new CsvSource(path, new CsvOptions { Delimiter = '\t', Quotes = false }).ReadAsync())
        {
            rows.AddRange(batch.Rows);
        }

        RowBatch Part(bool held) => RowBatch.Of([.. rows.Where((_, i) => i % 4 == 3 == held)]);
        PredictionSet set = await Judged.TrainAsync(recipe(), Part(false), Part(true), rows[0].Schema.Columns[0].Name, ModelTask.Classification, seed);
        return set.Score(new FScore(Average.Positive, positive: set.Classes!.IndexOf("spam"))).Value;
    }
}
