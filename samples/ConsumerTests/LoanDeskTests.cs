using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments;
using AiInfra.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsumerTests;

/// <summary>Unit tests of the service: the model is a function, the clock is turned by hand, the store goes away.</summary>
public sealed class LoanDeskTests
{
    private static readonly FixedClock Noon = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0.1, Decision.Granted)]
    [InlineData(0.4, Decision.ForAPerson)]
    [InlineData(0.9, Decision.Refused)]
    public async Task Decide_ByRisk(double risk, Decision expected)
    {
        await using TestHost host = await StartAsync(FakeModel.Of<Loan, Risk>(_ => new Risk(risk)));
        Assert.Equal(expected, (await host.Get<LoanDesk>().DecideAsync(new Loan(50, 20))).Decision);
    }

    [Fact]
    public async Task Decide_ModelFails_APersonDecides()
    {
        await using TestHost host = await StartAsync(FakeModel.Of<Loan, Risk>(_ => throw new TimeoutException()));
        Assert.Equal(Decision.ForAPerson, (await host.Get<LoanDesk>().DecideAsync(new Loan(50, 20))).Decision);
    }

    [Fact]
    public async Task Decide_AtNight_TheModelIsNotAsked()
    {
        FakeModel model = FakeModel.Of<Loan, Risk>(_ => new Risk(0));
        await using TestHost host = await StartAsync(model, new FixedClock(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero)));
        await host.Get<LoanDesk>().DecideAsync(new Loan(50, 20));
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.Get<LoanDesk>().DecideAsync(new Loan(60, 20));
        Row asked = Assert.Single(model.Asked);
        Assert.Equal(50, asked["Income"].AsNumber());
    }

    [Fact]
    public async Task RollBack_TheOldModelDecidesAgain()
    {
        await using TestHost host = await StartAsync(FakeModel.Of<Loan, Risk>(_ => new Risk(0.9)));
        Deployment loans = host.Deployment("loans");
        await loans.PromoteAsync(await host.AddVersionAsync("loans", FakeModel.Of<Loan, Risk>(_ => new Risk(0))), "me", "better");
        Assert.Equal(Decision.Granted, (await host.Get<LoanDesk>().DecideAsync(new Loan(50, 20))).Decision);
        await loans.RollBackAsync("me", "worse");
        Assert.Equal(Decision.Refused, (await host.Get<LoanDesk>().DecideAsync(new Loan(50, 20))).Decision);
        await host.Catalog.ShouldHaveAliasAsync("loans", "champion", 1);
    }

    [Fact]
    public async Task Decide_RealAnswersReplayed_NoNativeLibraryNeeded()
    {
        using RecordedModel model = RecordedModel.ReplayOrRecord("Recordings/loans.json", LoanModel.Open);
        await using TestHost host = await StartAsync(model);
        Assert.Equal(Decision.Granted, (await host.Get<LoanDesk>().DecideAsync(new Loan(60, 10))).Decision);
        Assert.Equal(Decision.Refused, (await host.Get<LoanDesk>().DecideAsync(new Loan(20, 90))).Decision);
        Assert.Equal(2, host.Predictions.Count);
    }

    private static Task<TestHost> StartAsync(AiInfra.Serving.Runtimes.IModel model, FixedClock? clock = null) => TestHost.StartAsync(
        ai =>
        {
            ai.AddTestModel("loans", model);
            ai.Services.AddSingleton<LoanDesk>();
        },
        clock ?? Noon);
}
