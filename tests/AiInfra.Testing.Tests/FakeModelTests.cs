using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Testing.Tests;

public sealed class FakeModelTests
{
    private static readonly House Villa = new(200.5, 7, "Bonn", Heating.HeatPump, null, new DateTime(1999, 5, 4, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public async Task Typed_EveryKindOfProperty_ComesThroughUnchanged()
    {
        House? seen = null;
        using var model = FakeModel.Of<House, Price>(h =>
        {
            seen = h;
            return new Price(h.Area * 10, h.City);
        });
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("prices", model));
        TypedPrediction<Price> answer = await host.Deployment("prices").Typed<House, Price>().PredictAsync(Villa);
        Assert.Equal(Villa, seen);
        Assert.Equal(new Price(2005, "Bonn"), answer.Output);
    }

    [Fact]
    public async Task Typed_ArrayOfProbabilities_IsNamedByItsClassesInRows()
    {
        using var model = FakeModel.Of<House, Chance>(_ => new Chance([0.25f, 0.75f], "yes"), classes: ["no", "yes"]);
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sold", model));
        TypedPrediction<Chance> answer = await host.Deployment("sold").Typed<House, Chance>().PredictAsync(Villa);
        Assert.Equal([0.25f, 0.75f], answer.Output.Probability);
        Assert.Equal(0.75, host.Predictions[^1].Outputs["Probability.yes"].AsNumber());
    }

    [Fact]
    public void Rows_MissingAndBooleanAndTime_ComeThroughUnchanged()
    {
        var inputs = new RowSchema([new("n", ValueKind.Number), new("t", ValueKind.Text), new("b", ValueKind.Boolean), new("at", ValueKind.Instant)]);
        var outputs = new RowSchema([new("value", ValueKind.Number), new("ok", ValueKind.Boolean), new("text", ValueKind.Text)]);
        using var model = FakeModel.Of(inputs, outputs, row => new Row(outputs, [row["n"], row["b"], row["t"]]));
        Row answer = model.Predict(new Row(inputs, [Value.Missing, "x", true, DateTime.UnixEpoch.AddDays(3)]));
        Assert.Equal([Value.Missing, Value.Of(true), Value.Of("x")], answer.Values.ToArray());
        Row asked = Assert.Single(model.Asked);
        Assert.Equal([Value.Missing, Value.Of("x"), Value.Of(true), Value.Of(DateTime.UnixEpoch.AddDays(3))], asked.Values.ToArray());
    }

    [Fact]
    public async Task Batched_ManyCallers_EachGetsItsOwnAnswer()
    {
        using var model = FakeModel.Of<Sum, Total>(s => new Total(s.A + s.B));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sums", model, s => s.Batch(maxSize: 8)));
        Predictor<Sum, Total> sums = host.Deployment("sums").Typed<Sum, Total>();
        TypedPrediction<Total>[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => sums.PredictAsync(new Sum(i, 1000)).AsTask()));
        Assert.Equal(Enumerable.Range(1000, 100).Select(i => (double)i), answers.Select(a => a.Output.Value));
        Assert.Equal(100, model.Asked.Count);
    }

    [Fact]
    public async Task FunctionThrows_CallerGetsTheExceptionOfAFailingModel()
    {
        using var model = FakeModel.Of<Sum, Total>(_ => throw new TimeoutException("no answer"));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sums", model));
        InferenceException e = await Assert.ThrowsAsync<InferenceException>(async () => await host.Deployment("sums").Typed<Sum, Total>().PredictAsync(new Sum(1, 2)));
        Assert.IsType<TimeoutException>(e.InnerException);
        Assert.Contains("A=1, B=2", e.Message);
    }

    [Fact]
    public void MissingValue_PropertyWithoutRoomForIt_SaysWhichAndWhatToDo()
    {
        using var model = FakeModel.Of<Sum, Total>(s => new Total(s.A));
        var schema = new RowSchema([new("A", ValueKind.Number), new("B", ValueKind.Number)]);
        InferenceException e = Assert.Throws<InferenceException>(() => model.Predict(new Row(schema, [1, Value.Missing])));
        Assert.Contains("Column 'B' does not fit Sum.B", e.Message);
        Assert.Contains("Int32?", e.Message);
    }

    [Fact]
    public void WrongColumns_AreRefusedLikeByARealModel()
    {
        using var model = FakeModel.Of<Sum, Total>(s => new Total(s.A));
        InferenceRequestException e = Assert.Throws<InferenceRequestException>(() => model.Predict(new Row(new RowSchema([new("A", ValueKind.Number)]), [1])));
        Assert.Contains("missing B", e.Message);
    }

    [Fact]
    public void UnknownPropertyType_IsNamed() =>
        Assert.Contains("Strange.Page is of type Version", Assert.Throws<ArgumentException>(() => FakeModel.Of<Strange, Total>(_ => new Total(0))).Message);

    [Fact]
    public async Task AddVersion_CanaryAndRollback_WorkOnFakes()
    {
        using var first = FakeModel.Of<Sum, Total>(_ => new Total(1));
        using var second = FakeModel.Of<Sum, Total>(_ => new Total(2));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("sums", first));
        Deployment sums = host.Deployment("sums");
        int version = await host.AddVersionAsync("sums", second);
        await sums.ChallengeAsync(version, "test", "trial", share: 1);
        TypedPrediction<Total> trial = await sums.Typed<Sum, Total>().PredictAsync(new Sum(0, 0));
        Assert.Equal((2.0, PredictionRole.Canary), (trial.Output.Value, trial.Role));
        await sums.PromoteAsync(version, "test", "better");
        await sums.RollBackAsync("test", "worse");
        Assert.Equal(1, (await sums.Typed<Sum, Total>().PredictAsync(new Sum(0, 0))).Output.Value);
        await host.Catalog.ShouldHaveAliasAsync("sums", "champion", 1);
    }

    public sealed record Sum(double A, int B);

    public sealed record Total(double Value);

    public sealed record Strange(Version Page);
}
