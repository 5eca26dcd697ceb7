using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Storage;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>The prediction log and the labels that join it.</summary>
public abstract class PredictionLogContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Predictions_EveryValueKind_ComesBack()
    {
        Prediction prediction = Predict("p");
        await Catalog.Predictions.AddAsync([prediction], []);
        LoggedPrediction logged = (await Catalog.Predictions.FindAsync("p"))!;
        Assert.Equal(prediction with { Inputs = logged.Prediction.Inputs, Outputs = logged.Prediction.Outputs }, logged.Prediction);
        Assert.Equal(prediction.Inputs.Values.ToArray(), logged.Prediction.Inputs.Values.ToArray());
        Assert.Equal(prediction.Inputs.Schema, logged.Prediction.Inputs.Schema);
        Assert.Equal(prediction.Outputs.Values.ToArray(), logged.Prediction.Outputs.Values.ToArray());
        Assert.Null(logged.Feedback);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("12345678901234567.89")]
    [InlineData("9007199254740992")]
    [InlineData("0.1")]
    public async Task Predictions_NumberOfManyDigits_ComesBackWithAll(string digits)
    {
        Assert.True(Value.TryNumber(digits, out Value number));
        Prediction prediction = Predict("p");
        await Catalog.Predictions.AddAsync([prediction with { Outputs = new Row(prediction.Outputs.Schema, [number]) }], []);
        Value logged = (await Catalog.Predictions.FindAsync("p"))!.Prediction.Outputs[0];
        Assert.Equal((number, digits), (logged, logged.AsText()));
    }

    [Fact]
    public async Task Find_UnknownPrediction_IsNull() => Assert.Null(await Catalog.Predictions.FindAsync("nowhere"));

    [Fact]
    public async Task Feedback_BeforeItsPredictionAndNewerLater_TheNewestJoins()
    {
        await Catalog.Predictions.AddAsync([], [new Feedback("p", "late", T0.AddHours(2)), new Feedback("never", 1.0, T0)]);
        await Catalog.Predictions.AddAsync([Predict("p")], [new Feedback("p", "early", T0.AddHours(1), "user")]);
        Assert.Equal(new Feedback("p", "late", T0.AddHours(2)), (await Catalog.Predictions.FindAsync("p"))!.Feedback);
    }

    [Fact]
    public async Task Predictions_AddedAgain_AreThereOnce()
    {
        await Catalog.Predictions.AddAsync([Predict("p")], [new Feedback("p", 1.0, T0)]);
        await Catalog.Predictions.AddAsync([Predict("p"), Predict("q")], [new Feedback("p", 1.0, T0)]);
        Assert.Equal(["p", "q"], await IdsAsync(new PredictionQuery()));
    }

    [Fact]
    public async Task ReadPredictions_WithConditions_KeepsTheOrderOfAdding()
    {
        await Catalog.Predictions.AddAsync(
            [Predict("a", minute: 3), Predict("b", 2, minute: 2), Predict("c", role: PredictionRole.Shadow), Predict("d", deployment: "other")],
            [new Feedback("b", true, T0)]);
        Assert.Equal(["a", "b", "c", "d"], await IdsAsync(new PredictionQuery()));
        Assert.Equal(["a", "b", "c"], await IdsAsync(new PredictionQuery { Deployment = "d" }));
        Assert.Equal(["b"], await IdsAsync(new PredictionQuery { Version = 2 }));
        Assert.Equal(["c"], await IdsAsync(new PredictionQuery { Role = PredictionRole.Shadow }));
        Assert.Equal(["a", "b"], await IdsAsync(new PredictionQuery { From = T0.AddMinutes(2) }));
        Assert.Equal(["b", "c", "d"], await IdsAsync(new PredictionQuery { Before = T0.AddMinutes(3) }));
        Assert.Equal(["b"], await IdsAsync(new PredictionQuery { Labelled = true }));
        Assert.Equal(["a", "c", "d"], await IdsAsync(new PredictionQuery { Labelled = false }));
        Assert.Equal(["c", "d"], await IdsAsync(new PredictionQuery { Newest = 2 }));
        Assert.Equal(["a", "c"], await IdsAsync(new PredictionQuery { Deployment = "d", Labelled = false, Newest = 2 }));
        Assert.Empty(await IdsAsync(new PredictionQuery { Deployment = "none", Newest = 2 }));
    }

    [Fact]
    public async Task ReadPredictions_ManyPages_GivesAllInOrder()
    {
        string[] ids = [.. Enumerable.Range(0, 1500).Select(i => $"p{i}")];
        await Catalog.Predictions.AddAsync([.. ids.Select(i => Predict(i))], []);
        Assert.Equal(ids, await IdsAsync(new PredictionQuery()));
        Assert.Equal(ids[400..], await IdsAsync(new PredictionQuery { Newest = 1100 }));
    }

    [Fact]
    public async Task DeleteBefore_ForgetsOlderPredictionsAndTheirFeedback()
    {
        await Catalog.Predictions.AddAsync(
            [Predict("old"), Predict("new", minute: 10)],
            [new Feedback("old", 1.0, T0.AddHours(1)), new Feedback("orphan", 1.0, T0), new Feedback("new", 1.0, T0)]);
        Assert.Equal(2, (await Catalog.Predictions.PruneAsync(new Pruning { Before = T0.AddMinutes(5) })).Rows);
        Assert.Equal(["new"], await IdsAsync(new PredictionQuery { Labelled = true }));
        await Catalog.Predictions.AddAsync([Predict("old"), Predict("orphan")], []);
        Assert.Equal(["old", "orphan"], await IdsAsync(new PredictionQuery { Labelled = false }));
    }
}
