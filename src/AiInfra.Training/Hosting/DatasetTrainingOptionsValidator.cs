using Microsoft.Extensions.Options;

namespace AiInfra.Training.Hosting;

/// <summary>Checks, when the host starts, that a training knows its dataset and its label.</summary>
internal sealed class DatasetTrainingOptionsValidator : IValidateOptions<DatasetTrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, DatasetTrainingOptions options)
    {
        string[] faults =
        [
            .. string.IsNullOrWhiteSpace(options.Dataset) || string.IsNullOrWhiteSpace(options.Branch) ? [$"Training '{name}' names no dataset: say On(\"…\")."] : Array.Empty<string>(),
            .. string.IsNullOrWhiteSpace(options.Label) ? [$"Training '{name}' names no column to learn: say Label(r => r.…)."] : Array.Empty<string>(),
            .. options.Without.Contains(options.Label) ? [$"Training '{name}' leaves out '{options.Label}', which it is to learn."] : Array.Empty<string>(),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
