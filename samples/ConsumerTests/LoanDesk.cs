using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.DependencyInjection;

namespace ConsumerTests;

/// <summary>The code under test: a service of the consumer, with a model behind it.</summary>
public sealed class LoanDesk([FromKeyedServices("loans")] Deployment loans, TimeProvider time)
{
    /// <summary>Decides by the risk of default; a person decides in between, at night, and when the model fails.</summary>
    public async Task<(Decision Decision, string? Id)> DecideAsync(Loan loan)
    {
        if (time.GetLocalNow().Hour is < 6 or >= 22)
        {
            return (Decision.ForAPerson, null);
        }

        try
        {
            TypedPrediction<Risk> risk = await loans.Typed<Loan, Risk>().PredictAsync(loan);
            return (risk.Output.Default switch { < 0.2 => Decision.Granted, > 0.6 => Decision.Refused, _ => Decision.ForAPerson }, risk.Id);
        }
        catch (InferenceException)
        {
            return (Decision.ForAPerson, null);
        }
    }
}
