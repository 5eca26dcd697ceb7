using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

[OptionsValidator]
internal sealed partial class OpenInferenceOptionsValidator : IValidateOptions<OpenInferenceOptions>;
