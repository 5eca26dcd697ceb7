using Microsoft.Extensions.Options;

namespace AiInfra.Core.Retention;

/// <summary>Finds limits out of their range when the host starts.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        string[] faults = [.. options.Faults().Select(f => $"Retention: {f}")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
