def clear(session, cursor):
    # ruleid: python-delete-without-where
    Order.objects.all().delete()
    # ruleid: python-delete-without-where
    session.query(Order).delete()
    # ruleid: python-delete-without-where
    cursor.execute("DELETE FROM orders")
    # ok: python-delete-without-where
    Order.objects.filter(state="gone").delete()
    # ok: python-delete-without-where
    session.query(Order).filter_by(id=4).delete()
    # ok: python-delete-without-where
    cursor.execute("DELETE FROM orders WHERE id = %s", [4])
    # ok: python-delete-without-where
    order.delete()
