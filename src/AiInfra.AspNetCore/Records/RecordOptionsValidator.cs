using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Records;

/// <summary>Checks the annotations.</summary>
[OptionsValidator]
internal sealed partial class RecordOptionsValidator : IValidateOptions<RecordOptions>;
