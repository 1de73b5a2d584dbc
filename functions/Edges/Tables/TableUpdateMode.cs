namespace Automation.Edges.Tables;

/// <summary>How an update or upsert treats the properties that are stored but not sent.</summary>
internal enum TableUpdateMode
{
    /// <summary>Stored properties that are not sent stay as they are.</summary>
    Merge = 0,

    /// <summary>The sent entity becomes the whole entity.</summary>
    Replace = 1,
}
