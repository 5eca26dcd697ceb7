using Microsoft.Extensions.Options;

namespace AiInfra.Evaluation;

[OptionsValidator]
internal sealed partial class EvaluationOptionsValidator : IValidateOptions<EvaluationOptions>;
