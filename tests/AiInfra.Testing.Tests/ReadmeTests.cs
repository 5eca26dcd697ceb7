// <readme> src/AiInfra.Testing/README.md 1
using AiInfra.Serving.Deployments;
using AiInfra.Testing;
using Microsoft.Extensions.DependencyInjection;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        // <readme> src/AiInfra.Testing/README.md 1
        using FakeModel model = FakeModel.Of<Loan, Risk>(loan => new Risk(loan.Debt / loan.Income));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("loans", model));
        host.Clock.Advance(TimeSpan.FromHours(2));                                // nothing moves by itself

        Deployment loans = host.Deployment("loans");                             // or let the service under test ask for it
        var risk = await loans.Typed<Loan, Risk>().PredictAsync(new Loan(Income: 50, Debt: 20));
        host.GiveFeedback(risk.Id, label: 0);

        int second = await host.AddVersionAsync("loans", FakeModel.Of<Loan, Risk>(_ => new Risk(0)));
        await loans.PromoteAsync(second, "me", "better");                         // canaries and rollbacks work as in production
        await host.Catalog.ShouldHaveAliasAsync("loans", "champion", second);
        // </readme>

        Assert.Equal(0.4, risk.Output.Default, 6);
        Assert.Equal(host.Predictions[0].Id, host.Feedback[0].PredictionId);
    }

    // <readme> src/AiInfra.Testing/README.md 1
    record Loan(double Income, double Debt);
    record Risk(double Default);
    // </readme>
}
