using AiInfra.Observability.Monitoring;
using Microsoft.Extensions.Options;

namespace AiInfra.Observability.Hosting;

/// <summary>Finds options out of their range when the host starts.</summary>
internal sealed class MonitorOptionsValidator : IValidateOptions<MonitorOptions>, IValidateOptions<MonitoringSwitches>
{
    public ValidateOptionsResult Validate(string? name, MonitorOptions options) => Result(name, options.Faults());

    public ValidateOptionsResult Validate(string? name, MonitoringSwitches options) => Result(name, options.Log?.Faults() ?? []);

    private static ValidateOptionsResult Result(string? name, IEnumerable<string> faults)
    {
        string[] found = [.. faults.Select(f => $"Monitoring of '{name}': {f}")];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
