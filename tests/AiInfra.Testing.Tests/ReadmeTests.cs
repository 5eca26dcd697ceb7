using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Testing.Tests;

/// <summary>The code of the package's README, word for word between the markers.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        // README
        using FakeModel model = FakeModel.Of<Loan, Risk>(loan => new Risk(loan.Debt / loan.Income));
        await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("loans", model));
        host.Clock.Advance(TimeSpan.FromHours(2));                                // nothing moves by itself

        Deployment loans = host.Deployment("loans");                             // or let the service under test ask for it
        var risk = await loans.Typed<Loan, Risk>().PredictAsync(new Loan(Income: 50, Debt: 20));
        host.GiveFeedback(risk.Id, label: 0);

        int second = await host.AddVersionAsync("loans", FakeModel.Of<Loan, Risk>(_ => new Risk(0)));
        await loans.PromoteAsync(second, "me", "better");                         // canaries and rollbacks work as in production
        await host.Catalog.ShouldHaveAliasAsync("loans", "champion", second);
        // README
        Assert.Equal(0.4, risk.Output.Default, 6);
        Assert.Equal(host.Predictions[0].Id, host.Feedback[0].PredictionId);
    }

    [Fact]
    public void Readme_Code_IsThatOfTheTest()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AiInfra.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "The test does not run inside the repository.");
        string readme = File.ReadAllText(Path.Combine(root!.FullName, "src", "AiInfra.Testing", "README.md"));
        string test = File.ReadAllText(Path.Combine(root.FullName, "tests", "AiInfra.Testing.Tests", "ReadmeTests.cs"));
        string[] told = [.. readme.Split("```csharp")[1].Split("```")[0].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        string[] run = [.. test.Split("// README\n")[1].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        Assert.Equal(run, told);
    }

    private sealed record Loan(double Income, double Debt);

    private sealed record Risk(double Default);
}
