using AiInfra.Training.Models;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Hosting;

/// <summary>Checks the options of table trainings when the host starts.</summary>
internal sealed class TabularOptionsValidator : IValidateOptions<TabularOptions>
{
    public ValidateOptionsResult Validate(string? name, TabularOptions options)
    {
        try
        {
            options.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            return ValidateOptionsResult.Fail($"Training '{name}': {e.Message}");
        }
    }
}
