using AiInfra.Learning;
using Microsoft.Extensions.Options;

namespace AiInfra.Hosting;

/// <summary>Finds options out of their range when the host starts.</summary>
internal sealed class LearningOptionsValidator : IValidateOptions<LearningOptions>
{
    public ValidateOptionsResult Validate(string? name, LearningOptions options)
    {
        string[] found = [.. options.Faults().Select(f => $"Continuous learning of '{name}': {f}")];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
