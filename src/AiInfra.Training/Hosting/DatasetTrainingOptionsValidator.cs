using Microsoft.Extensions.Options;

namespace AiInfra.Training.Hosting;

/// <summary>Checks, when the host starts, that a training knows its dataset and its target.</summary>
internal sealed class DatasetTrainingOptionsValidator : IValidateOptions<DatasetTrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, DatasetTrainingOptions options)
    {
        string[] faults =
        [
            .. string.IsNullOrWhiteSpace(options.Dataset) || string.IsNullOrWhiteSpace(options.Branch) ? [$"Training '{name}' names no dataset: say On(\"…\")."] : Array.Empty<string>(),
            .. string.IsNullOrWhiteSpace(options.Target) ? [$"Training '{name}' names no column to learn: say Target(r => r.…)."] : Array.Empty<string>(),
            .. options.Without.Contains(options.Target) ? [$"Training '{name}' leaves out '{options.Target}', which it is to learn."] : Array.Empty<string>(),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
