using AiInfra.Data.Ingestion;
using Microsoft.Extensions.Logging;

namespace AiInfra.Data.Hosting;

/// <summary>What a host's log hears of an ingestion: guesses and rows put aside as warnings, the rest as information. No cell is logged beyond those that notes quote.</summary>
internal static partial class IngestionLog
{
    public static void Write(ILogger logger, IngestionReport report)
    {
        foreach (IngestionNote note in report.Notes)
        {
            if (note.IsGuess)
            {
                LogGuess(logger, report.Name, report.Source, note);
            }
            else
            {
                LogNote(logger, report.Name, report.Source, note);
            }
        }

        foreach ((string reason, long rows) in report.Reasons)
        {
            LogQuarantined(logger, report.Name, rows, reason, report.Source);
        }

        if (report.CommitId is { } commit)
        {
            LogFinished(logger, report.Name, report.Read, report.Sum(), commit);
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Ingestion {Ingestion}: {Read} rows read = {Outcomes}; commit {Commit}.")]
    private static partial void LogFinished(ILogger logger, string ingestion, long read, string outcomes, string commit);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "Ingestion {Ingestion} of {Source}: {Note}")]
    private static partial void LogNote(ILogger logger, string ingestion, string source, IngestionNote note);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Ingestion {Ingestion} of {Source} had to guess: {Note}")]
    private static partial void LogGuess(ILogger logger, string ingestion, string source, IngestionNote note);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Ingestion {Ingestion} put {Rows} rows aside ({Reason}) of {Source}.")]
    private static partial void LogQuarantined(ILogger logger, string ingestion, long rows, string reason, string source);
}
