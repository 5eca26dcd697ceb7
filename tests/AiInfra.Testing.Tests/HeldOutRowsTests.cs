// <readme> src/AiInfra.Evaluation/README.md 3
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Reports;
using AiInfra.Serving.Deployments;
// </readme>
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Testing.Tests;

/// <summary>A deployed model, judged on rows with labels.</summary>
public sealed class HeldOutRowsTests
{
    [Fact]
    public async Task Run_DeployedModel_IsJudgedByItsAnswers()
    {
        using FakeModel model = FakeModel.Of<Customer, Answer>(c => new Answer(c.Months > 10 ? 0 : 1));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("churn", model));
        var schema = new RowSchema([new("Months", ValueKind.Number), new("left", ValueKind.Number)]);
        Row[] heldOut = [new(schema, [3.0, 1.0]), new(schema, [30.0, 0.0]), new(schema, [20.0, 1.0]), new(schema, [2.0, Value.Missing])];
        var evaluator = new Evaluator(new EvaluationBuilder("churn").Accuracy().Build());

        Deployment churn = host.Deployment("churn");
        // <readme> src/AiInfra.Evaluation/README.md 3
        // Given: Deployment churn; Row[] heldOut; Evaluator evaluator
        IReadOnlyList<RowPrediction> answers = await churn.PredictManyAsync(heldOut);
        EvaluationReport report = evaluator.Run(heldOut, "left", answers.Select(a => a.Outputs));   // "left" is the label, and no input of the slices
        // </readme>

        Assert.Equal((3, 1), (report.Rows, report.Unlabelled));
        Assert.Equal(2 / 3.0, report["accuracy"], 9);
    }

    private sealed record Customer(double Months);

    private sealed record Answer(double label);
}
