using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Evaluation.Tests;

public sealed class AddEvaluationOfRecordsTests
{
    private static readonly RowSchema s_answers = new([new("label", ValueKind.Text), new("probability.false", ValueKind.Number), new("probability.true", ValueKind.Number)]);

    [Fact]
    public void AddEvaluation_OfRecords_NamesColumnsAsTheRecordDoes()
    {
        using ServiceProvider provider = Build(e => e.Target(c => c.Left).Accuracy().SliceBy(c => c.Plant).SliceBy("Age").FairnessBy(c => c.Plant, c => c.Age)
            .Gate(g => g.OnEverySlice<Customer>("accuracy", 0.1, c => c.Plant, 1).FairWithin<Customer>(FairnessCriterion.DemographicParity, 0.9, c => c.Plant)));
        EvaluationPlan plan = provider.GetRequiredKeyedService<Evaluator>("churn").Plan;
        Assert.Equal(("churn", "left"), (plan.Name, plan.Target));
        Assert.Equal(["site", "Age"], plan.Slicers.Select(s => s.By));
        Assert.Equal(["site", "Age"], Assert.Single(plan.Groups));
        Assert.Equal(2, plan.Gate!.Conditions.Count);
    }

    [Fact]
    public void Run_RecordsAndAnswers_TakesTheTruthFromTheTarget()
    {
        using ServiceProvider provider = Build(e => e.Target(c => c.Left).Accuracy().SliceBy(c => c.Plant));
        Customer[] customers = [new("north", 31, true), new("south", 42, false), new("south", 53, true)];
        Row[] answers = [new(s_answers, ["true", 0.2, 0.8]), new(s_answers, ["false", 0.9, 0.1]), new(s_answers, ["false", 0.6, 0.4])];
        EvaluationReport report = provider.GetRequiredKeyedService<Evaluator>("churn").Run(customers.ToRows(), answers, "v1");
        Assert.Equal((3, 2.0 / 3), (report.Rows, report["accuracy"]));
        Assert.Equal([("north", 1.0), ("south", 0.5)], report.Slices.Select(s => (s.Name, s.Metrics[0].Value)).Order());
    }

    [Fact]
    public void Run_WithoutTarget_SaysHowToNameIt()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => new Evaluator(new EvaluationBuilder("churn").Accuracy().Build()).Run(Array.Empty<Row>(), Array.Empty<Row>()));
        Assert.Contains("'churn' does not say which column is the truth: call Target", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_NoProperty_IsRefusedAtOnce() =>
        Assert.Contains("not a property of Customer", Assert.Throws<ArgumentException>(() => new EvaluationBuilder<Customer>("churn").Target(c => c.Age * 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void AddEvaluation_SameNameTwice_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddEvaluation("churn").AddEvaluation("other");
        ArgumentException e = Assert.Throws<ArgumentException>(() => services.AddAiInfra().AddEvaluation<Customer>("churn", c => c.Accuracy()));
        Assert.Contains("an evaluation 'churn' already", e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<EvaluationBuilder<Customer>> configure)
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddEvaluation("churn", configure);
        return services.BuildServiceProvider();
    }

    private sealed record Customer([property: Column("site")] string Plant, double Age, [property: Column("left")] bool Left);
}
