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
        RowPrediction prediction = Predict("p");
        await Catalog.Predictions.AddAsync([prediction], []);
        LoggedSignal logged = (await Catalog.Predictions.FindAsync("p"))!;
        RowPrediction row = logged.Row!;
        Assert.Equal(prediction with { Inputs = row.Inputs, Outputs = row.Outputs }, row);
        Assert.Equal(prediction.Inputs.Values.ToArray(), row.Inputs.Values.ToArray());
        Assert.Equal(prediction.Inputs.Schema, row.Inputs.Schema);
        Assert.Equal(prediction.Outputs.Values.ToArray(), row.Outputs.Values.ToArray());
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
        RowPrediction prediction = Predict("p");
        await Catalog.Predictions.AddAsync([prediction with { Outputs = new Row(prediction.Outputs.Schema, [number]) }], []);
        Value logged = (await Catalog.Predictions.FindAsync("p"))!.Row!.Outputs[0];
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

    [Fact]
    public async Task Tensors_ComeBackWithNamesTypesAndShapes()
    {
        TensorPrediction boxes = Boxes("t");
        await Catalog.Predictions.AddAsync([boxes], [new Feedback("t", Value.Missing, T0) { Score = 0.5 }]);
        LoggedSignal logged = (await Catalog.Predictions.FindAsync("t"))!;
        var back = Assert.IsType<TensorPrediction>(logged.Signal);
        Assert.Equal(boxes.Inputs, back.Inputs);
        Assert.Equal(boxes.Outputs, back.Outputs);
        Assert.Equal(boxes with { Inputs = back.Inputs, Outputs = back.Outputs }, back);
        Assert.Null(logged.Row);
        Assert.Equal((true, 0.5), (logged.Feedback!.Label.IsMissing, logged.Feedback.Score));
    }

    [Fact]
    public async Task Completion_ComesBackWithMessagesUsageAndReason()
    {
        Completion said = Say("c");
        await Catalog.Predictions.AddAsync([said], []);
        var back = Assert.IsType<Completion>((await Catalog.Predictions.FindAsync("c"))!.Signal);
        Assert.Equal(said.Inputs, back.Inputs);
        Assert.Equal(said.Outputs, back.Outputs);
        Assert.Equal(said with { Inputs = back.Inputs, Outputs = back.Outputs }, back);
    }

    [Fact]
    public async Task FailedRequest_ComesBackWithKindAndMessage()
    {
        FailedRequest failed = Fail("f");
        await Catalog.Predictions.AddAsync([failed, Predict("p") with { Usage = new Usage(3, 4) }], []);
        Assert.Equal(failed, (await Catalog.Predictions.FindAsync("f"))!.Signal);
        Assert.Equal(new Usage(3, 4), (await Catalog.Predictions.FindAsync("p"))!.Signal.Usage);
    }

    [Fact]
    public async Task ReadPredictions_OfOneBody_CountsTheNewestOfThatBody()
    {
        await Catalog.Predictions.AddAsync([Predict("a"), Boxes("t"), Predict("b"), Fail("f"), Say("c")], []);
        Assert.Equal(["a", "t", "b", "f", "c"], await IdsAsync(new PredictionQuery()));
        Assert.Equal(["b"], await IdsAsync(new PredictionQuery { Body = SignalBody.Row, Newest = 1 }));
        Assert.Equal(["t"], await IdsAsync(new PredictionQuery { Body = SignalBody.Tensors }));
        Assert.Equal(["c"], await IdsAsync(new PredictionQuery { Body = SignalBody.Completion }));
        Assert.Equal(["f"], await IdsAsync(new PredictionQuery { Body = SignalBody.Failed, Deployment = "d" }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Feedback_OnTheAnswerThatWasShadowed_IsTheShadowsWhicheverCameFirst(bool feedbackFirst)
    {
        Signal[] answers = [Predict("p"), Predict("any id", 2, PredictionRole.Shadow) with { Of = "p" }, Predict("p/shadow", 3)];
        Feedback[] feedback = [new Feedback("p", "up", T0)];
        await Catalog.Predictions.AddAsync(feedbackFirst ? [] : answers, feedback);
        await Catalog.Predictions.AddAsync(feedbackFirst ? answers : [], []);
        Assert.Equal(["p", "any id"], await IdsAsync(new PredictionQuery { Labelled = true }));
        LoggedSignal shadow = (await Catalog.Predictions.FindAsync("any id"))!;
        Assert.Equal(("p", "any id", "up"), (shadow.Signal.Of, shadow.Feedback!.PredictionId, shadow.Feedback.Label.AsText()));
    }

    [Fact]
    public async Task Feedback_AScoreAfterTheLabel_HidesNoLabel()
    {
        await Catalog.Predictions.AddAsync([Predict("p"), Predict("q")], [new Feedback("p", "up", T0), new Feedback("p", Value.Missing, T0.AddHours(1), "user") { Score = 4 }, new Feedback("q", Value.Missing, T0, "user") { Score = 1 }]);
        await Catalog.Predictions.AddAsync([], [new Feedback("q", Value.Missing, T0, "user") { Score = 2 }]);
        Assert.Equal(new Feedback("p", "up", T0) { Score = 4 }, (await Catalog.Predictions.FindAsync("p"))!.Feedback);
        Assert.Equal(2, (await Catalog.Predictions.FindAsync("q"))!.Feedback!.Score);
        Assert.Equal(["p"], await IdsAsync(new PredictionQuery { Labelled = true }));
    }

    [Fact]
    public async Task Prune_AnAnswerWhoseShadowStays_KeepsTheLabelForIt()
    {
        await Catalog.Predictions.AddAsync([Predict("p"), Predict("s", 2, PredictionRole.Shadow, minute: 10) with { Of = "p" }], [new Feedback("p", "up", T0.AddHours(1))]);
        await Catalog.Predictions.PruneAsync(new Pruning { Before = T0.AddMinutes(5) });
        Assert.Equal("up", (await Catalog.Predictions.FindAsync("s"))!.Feedback!.Label.AsText());
        await Catalog.Predictions.PruneAsync(new Pruning { Before = T0.AddMinutes(15) });
        await Catalog.Predictions.AddAsync([Predict("p")], []);
        Assert.Null((await Catalog.Predictions.FindAsync("p"))!.Feedback);
    }
}
