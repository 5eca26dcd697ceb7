using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Ends a call with an error of MLflow's.</summary>
internal sealed class MlflowAnswerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>The status that MLflow's clients expect with a code: they try again at 408, 429 and 500 to 504, so that nothing that stays wrong may have one of these.</summary>
    public int Status => Code switch
    {
        "UNAUTHENTICATED" => StatusCodes.Status401Unauthorized,
        "PERMISSION_DENIED" => StatusCodes.Status403Forbidden,
        "RESOURCE_DOES_NOT_EXIST" or "ENDPOINT_NOT_FOUND" => StatusCodes.Status404NotFound,
        "RESOURCE_CONFLICT" => StatusCodes.Status409Conflict,
        "INTERNAL_ERROR" => StatusCodes.Status500InternalServerError,
        "NOT_IMPLEMENTED" => StatusCodes.Status501NotImplemented,
        "TEMPORARILY_UNAVAILABLE" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    public static MlflowAnswerException Invalid(string message, Exception? inner = null) => new("INVALID_PARAMETER_VALUE", message, inner);

    public static MlflowAnswerException Absent(string message) => new("RESOURCE_DOES_NOT_EXIST", message);
}
